import type { Observe } from '../../bitrix24/events.ts';
import type { Bitrix24Error } from '../../bitrix24/protocol/errors.ts';
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

/** A portal may send any code, so only those of its limits are told apart. */
const LIMITS: ReadonlyMap<string, string> = new Map([
  ['QUERY_LIMIT_EXCEEDED', 'rate-limited'],
  ['OPERATION_TIME_LIMIT', 'method-limited'],
]);

function outcomeOf(error: Bitrix24Error | undefined): string {
  if (!error) return 'ok';
  const { failure } = error;
  if (failure.kind === 'portal') return LIMITS.get(failure.code.toUpperCase()) ?? 'portal-error';
  return failure.kind === 'network' ? `network-${failure.reason}` : failure.kind;
}
