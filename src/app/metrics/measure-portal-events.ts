import type { Observe } from '../../bitrix24/events.ts';
import { outcomeOf } from '../call-outcome.ts';
import type { Instruments } from './instruments.ts';

/** Counts what happens to the calls to portals. */
export function measurePortalEvents(instruments: Instruments): Observe {
  return (event) => {
    switch (event.kind) {
      case 'queued':
      case 'lost':
        return;
      case 'sent':
        instruments.batchCommands.observe(event.commands.length);
        for (const { waitedMs } of event.commands)
          instruments.queueSeconds.observe({ lane: event.lane }, waitedMs / 1000);
        return;
      case 'answered': {
        const { method, error, tookMs } = event;
        instruments.calls.inc({ method, outcome: outcomeOf(error) });
        instruments.callSeconds.observe({ method }, tookMs / 1000);
        return;
      }
      case 'refused':
        instruments.unsentCommands.inc({ reason: event.reason });
        return;
      case 'cancelled':
        instruments.unsentCommands.inc({ reason: 'cancelled' });
        return;
      case 'retried':
        instruments.retries.inc({ method: event.method });
        return;
      case 'shared':
        instruments.sharedReads.inc({ method: event.method });
        return;
      case 'settled':
        instruments.settlements.inc({ method: event.method, outcome: event.outcome });
        return;
      case 'exchanged':
        instruments.tokenExchanges.inc({ outcome: event.outcome });
    }
  };
}
