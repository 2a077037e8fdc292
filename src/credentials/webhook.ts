import { Secret } from '../config/secret.ts';
import type { WebhookUrl } from '../config/webhook-url.ts';
import type { Credential } from './credential.ts';
import { portalKeyOf } from './portal-key.ts';

/** The credential of an inbound webhook. The secret is part of the path; the body carries only parameters. */
export function createWebhookCredential(webhook: WebhookUrl): Credential {
  return {
    portalHost: webhook.host,
    portalKey: portalKeyOf(webhook.host),
    chargedAs: 'webhook',
    ofCaller: false,
    ofApplication: false,
    authorize: (method, params) => ({ url: new Secret(webhook.base.reveal() + method), params }),
    secrets: [webhook.base, webhook.code],
  };
}
