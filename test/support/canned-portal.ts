import type { Clock } from '../../src/bitrix24/clock.ts';
import { connect, type Connection } from '../../src/bitrix24/connection.ts';
import type { Observe } from '../../src/bitrix24/events.ts';
import { createTransport } from '../../src/bitrix24/protocol/transport.ts';
import { readSettings } from '../../src/config/read-settings.ts';

const LATENCY_MS = 200;

/** The time block of a call that took 0.2 s. */
const TIME = {
  start: 1,
  finish: 1.2,
  duration: 0.2,
  processing: 0.2,
  date_start: '2026-03-16T09:42:08+00:00',
  date_finish: '2026-03-16T09:42:08+00:00',
  operating: 0.2,
  operating_reset_at: 600,
};
const BODY = JSON.stringify({ result: [], total: 0, time: TIME });

/**
 * A connection whose portal finds nothing, 0.2 seconds later. It has the HTTP client that it would have, which is
 * never used.
 */
export function connectToCannedPortal(clock: Clock, observe?: Observe): Connection {
  const { close } = createTransport({ userAgent: 'bench/1' });
  return connect({
    config: readSettings({ BITRIX24_PASSTHROUGH_PORTALS: '*.bitrix24.com', BITRIX24_RATE_LIMIT: 'off' }),
    clock,
    random: () => 0.5,
    userAgent: 'bench/1',
    observe,
    transport: {
      post: ({ onSend }) =>
        new Promise((resolve) => {
          onSend?.();
          clock.after(LATENCY_MS, () => {
            resolve({ status: 200, location: undefined, body: BODY, values: 12 });
          });
        }),
      close,
    },
  });
}
