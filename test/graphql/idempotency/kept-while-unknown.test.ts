import { expect, it } from 'vitest';
import { startGateway } from '../../support/gateway.ts';
import { heapInUse } from '../../support/heap.ts';
import { sampled } from '../../support/random-runs.ts';
import { skippingClock } from '../../support/skipping-clock.ts';

const MEGABYTE = 1_000_000;
/** Nearly as long as a document may be. */
const COMMENT = `# ${'x'.repeat(900_000)}`;

/** Adds a line with everything in the document, be it with a key. */
const document = (n: number, key: boolean) =>
  `mutation { addSipLine(
     input: { type: OFFICE, title: "Line ${n} of the office", server: "sip.example.com", login: "the-login-${n}", password: "the-password-${n}" }
     ${key ? `idempotencyKey: "the-long-key-of-line-${n}"` : ''}
   ) { configId } } ${COMMENT}`;

it.each(
  sampled<[string, boolean]>(
    [
      ['with a key', true],
      ['without one', false],
    ],
    1,
  ),
)('adds %s whose outcome is looked for later keep nothing of their requests', async (_name, key) => {
  await using gateway = await startGateway({
    environment: { BITRIX24_WRITE_DEADLINE_MS: '1000' },
    app: { clock: skippingClock() },
  });
  const { portal } = gateway.emulator;
  portal.faults.inject({ kind: 'drop', stage: 'before', on: 'voximplant.sip.add', times: Infinity });
  const codesOf = async (n: number) =>
    (await gateway.query(document(n, key))).errors?.map(({ extensions }) => extensions['code']);
  expect(await codesOf(0)).toEqual(['OUTCOME_UNKNOWN']);
  const before = await heapInUse();
  for (let n = 1; n <= 5; n += 1) expect(await codesOf(n)).toEqual(['OUTCOME_UNKNOWN']);
  expect((await heapInUse()) - before).toBeLessThan(1.5 * MEGABYTE);
});
