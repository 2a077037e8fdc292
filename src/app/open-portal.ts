import type { Config } from '../config/config.ts';
import { parseWebhookUrl, type WebhookUrl } from '../config/webhook-url.ts';
import { startEmulator, type Emulator } from '../emulator/emulator.ts';
import { CLOUD_LIMITS } from '../emulator/options.ts';

/** The portal that a configuration means. */
export interface OpenPortal {
  /** Undefined where there is none: callers name their portals, or portals install an application. */
  readonly webhook: WebhookUrl | undefined;
  /** Which portal it is, in words without secrets. */
  readonly description: string;
  readonly close: () => Promise<void>;
}

/** Finds the configured portal, or starts the emulator where none is configured. For process roots only. */
export async function openPortal(config: Config): Promise<OpenPortal> {
  if (config.portal.kind === 'webhook') {
    return {
      webhook: config.portal.webhook,
      description: 'the one named by BITRIX24_WEBHOOK_URL',
      close: () => Promise.resolve(),
    };
  }
  if (config.portal.kind === 'application') {
    return {
      webhook: undefined,
      description: 'those that have the application installed',
      close: () => Promise.resolve(),
    };
  }
  if (config.portal.kind === 'passed-through') {
    return {
      webhook: undefined,
      description: 'the one that each request names',
      close: () => Promise.resolve(),
    };
  }
  if (config.production) throw new Error('the emulator is for development only');
  const emulator = await startEmulator({ limits: CLOUD_LIMITS });
  furnish(emulator);
  const parsed = parseWebhookUrl(emulator.webhookUrl);
  if ('problem' in parsed) throw new Error('the emulator offers a webhook that the gateway does not accept');
  return {
    webhook: parsed.value,
    description:
      'embedded emulator; what you add is gone when you stop (set BITRIX24_WEBHOOK_URL for a real one)',
    close: () => emulator.close(),
  };
}

/** What telephony needs besides lines, so that every operation can be tried out. */
function furnish({ portal }: Emulator): void {
  portal.addRentedNumber({ number: '15550100', title: 'Main number' });
  portal.putUser({ id: 1, phoneEnabled: true, sipPassword: 'emulated', innerNumber: '101' });
  portal.putUser({ id: 2, innerNumber: '102' });
  const call = { portalNumber: '15550100', phoneNumber: '15550123' };
  portal.addCall({ ...call, type: 1 });
  portal.addCall({
    ...call,
    type: 2,
    userId: 2,
    duration: 0,
    failedCode: '304',
    failedReason: 'Skipped call',
  });
}
