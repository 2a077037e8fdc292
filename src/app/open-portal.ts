import type { PortalSource, Settings } from '../config/config.ts';
import { webhookUrlOf } from '../config/webhook-url.ts';

/** The resolved source of portals. */
export interface OpenPortal {
  readonly source: PortalSource;
  /** Describes it without secrets. */
  readonly description: string;
  /** Stops the embedded emulator, if it was started. */
  readonly close: () => Promise<void>;
}

/** Resolves the configured source of portals. Starts the emulator if that is the source. For process roots only. */
export async function openPortal({ portal }: Settings): Promise<OpenPortal> {
  if (portal.kind !== 'embedded-emulator') {
    return { source: portal, description: describe(portal), close: () => Promise.resolve() };
  }
  // With a real portal, the gateway never loads it.
  const { startEmbeddedEmulator } = await import('./embedded-emulator.ts');
  const emulator = await startEmbeddedEmulator();
  return {
    source: { kind: 'webhook', webhook: webhookUrlOf(emulator.webhookUrl) },
    description:
      'embedded emulator; everything you add is lost when it stops (set BITRIX24_WEBHOOK_URL to use a real portal)',
    close: () => emulator.close(),
  };
}

function describe({ kind }: PortalSource): string {
  switch (kind) {
    case 'webhook':
      return 'set by BITRIX24_WEBHOOK_URL';
    case 'application':
      return 'those that have the application installed';
    case 'passed-through':
      return 'the one that each request names';
  }
}
