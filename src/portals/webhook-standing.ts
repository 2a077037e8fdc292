import type { Observe } from '../bitrix24/events.ts';
import { isRefusedCredential } from '../bitrix24/protocol/judged-sender.ts';

/** Whether the portal accepts a webhook, by the outcomes of calls. */
export interface WebhookStanding {
  readonly observe: Observe;
  /** Whether the portal has refused it and has not accepted it since. */
  isRefused(): boolean;
}

/** @param next observes too */
export function createWebhookStanding(next: Observe = () => undefined): WebhookStanding {
  let refused = false;
  return {
    observe(event) {
      if (event.kind === 'answered') {
        if (!event.error) refused = false;
        else if (isRefusedCredential(event.error.failure)) refused = true;
      }
      next(event);
    },
    isRefused: () => refused,
  };
}
