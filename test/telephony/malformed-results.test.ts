import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Bitrix24Client } from '../../src/bitrix24/client.ts';
import type { Command } from '../../src/bitrix24/protocol/command.ts';
import { replyOf } from '../../src/bitrix24/protocol/envelope.ts';
import { Bitrix24Error } from '../../src/bitrix24/protocol/errors.ts';
import { readCalls, type CallPage } from '../../src/telephony/calls/history.ts';
import { CALL_OUTCOMES, CALL_TYPES } from '../../src/telephony/calls/telephony-call.ts';
import { findRegistrations } from '../../src/telephony/sip-lines/registrations.ts';
import { sipDelete } from '../../src/telephony/sip-lines/methods.ts';
import { createTelephony } from '../../src/telephony/telephony.ts';
import { findUsers, type FoundUsers } from '../../src/telephony/users/find.ts';

describe('other answers', () => {
  const answering = (result: unknown): Bitrix24Client => {
    const call = <T>({ decode }: Command<T>) => Promise.resolve(result).then((raw) => replyOf(decode(raw)));
    return {
      ofApplication: true,
      proveCredential: () => Promise.resolve(),
      call,
      mayHaveChanged: () => Promise.resolve(false),
      callAll: (commands) =>
        Promise.all(commands.map((command) => call(command).catch((error: unknown) => error as Error))),
    };
  };
  const fields = fc.record(
    {
      REG_ID: fc.oneof(fc.constantFrom('7', 7, '8', null, ''), fc.anything()),
      STATUS_RESULT: fc.oneof(fc.constantFrom('success', 'ERROR', 'wait', 'done'), fc.anything()),
      STATUS_CODE: fc.oneof(fc.constantFrom(200, '403', ''), fc.anything()),
      FREE_MINUTES: fc.oneof(fc.integer(), fc.anything()),
      PAID: fc.oneof(fc.constantFrom('Y', 'N', 1, 0, true, false), fc.anything()),
      PAID_DATE_END: fc.oneof(fc.string(), fc.anything()),
    },
    { requiredKeys: [] },
  );
  const result = fc.oneof(fields, fc.anything());

  const line = { regId: '7', password: null, incomingPassword: null };

  it('about a registration are that registration or an error, and no status is made up', async () => {
    await fc.assert(
      fc.asyncProperty(result, async (value) => {
        const [found] = await findRegistrations(answering(value), [line]);
        if (found instanceof Bitrix24Error) return;
        if (!found || found instanceof Error) throw found ?? new Error('no answer');
        const row = value as Record<string, unknown>;
        expect(found.regId).toBe('7');
        if (found.status !== null) expect(String(row['STATUS_RESULT']).toUpperCase()).toBe(found.status);
        if (found.statusCode !== null) expect(String(row['STATUS_CODE'])).toBe(String(found.statusCode));
      }),
    );
  });

  it('about the connector are a connector or an error, and it is paid only if the portal says so', async () => {
    await fc.assert(
      fc.asyncProperty(result, async (value) => {
        const found = await createTelephony(answering(value))
          .sipConnector()
          .catch((error: unknown) => error);
        if (found instanceof Bitrix24Error) return;
        if (found instanceof Error) throw found;
        const { paid, paidUntil } = found as { paid: boolean | null; paidUntil: string | null };
        const said = (value as Record<string, unknown>)['PAID'];
        if (paid === true) expect([true, 1, '1', 'Y', 'true']).toContain(said);
        else expect(paidUntil).toBeNull();
      }),
    );
  });

  it('about calls are calls in order or an error, and no type, outcome or cost is made up', async () => {
    const urls = fc.tuple(fc.domain(), fc.string()).map(([domain, rest]) => `https://${domain}/${rest}`);
    const call = fc.record(
      {
        ID: fc.oneof(fc.integer({ min: 1, max: 99 }), fc.constantFrom('7', '007', '0', '-1', null)),
        CALL_TYPE: fc.oneof(fc.constantFrom('1', 2, '5', '9', null), fc.anything()),
        CALL_FAILED_CODE: fc.oneof(fc.constantFrom('200', 304, '603-S', '603-s', 'OTHER'), fc.anything()),
        COST: fc.oneof(fc.constantFrom('0.0000', 1.5, '1e9', ''), fc.anything()),
        CALL_START_DATE: fc.oneof(fc.constantFrom('2026-03-10T11:19:38+03:00', '0'), fc.anything()),
        CALL_RECORD_URL: fc.oneof(urls, fc.string(), fc.anything()),
      },
      { requiredKeys: ['ID'] },
    );
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.array(call), fc.anything()), async (value) => {
        const found = await readCalls(answering(value), {}, 'OLDEST_FIRST', '0', 50).catch(
          (error: unknown) => error,
        );
        if (found instanceof Bitrix24Error) return;
        if (found instanceof Error) throw found;
        const { calls } = found as CallPage;
        const rows = value as Record<string, unknown>[];
        const ids = calls.map(({ statisticId }) => Number(statisticId));
        expect(ids).toEqual(rows.map((row) => Number(row['ID'])));
        expect(ids).toEqual([...new Set(ids)].toSorted((one, other) => one - other));
        calls.forEach(({ type, outcome, cost, startedAt, recordUrl }, index) => {
          const row = rows[index] ?? {};
          if (type !== null) expect(String(row['CALL_TYPE'])).toBe(CALL_TYPES[type]);
          if (outcome !== null)
            expect(CALL_OUTCOMES[outcome]).toContain(String(row['CALL_FAILED_CODE']).toUpperCase());
          if (cost !== null) expect(cost).toBe(String(row['COST']));
          if (startedAt !== null) expect(Date.parse(startedAt)).not.toBeNaN();
          if (recordUrl !== null) expect(recordUrl).toMatch(/^https?:/i);
        });
      }),
    );
  });

  it('about users are users by their own ids or an error', async () => {
    const user = fc.record(
      {
        ID: fc.oneof(fc.constantFrom('7', 8, '0', '9x'), fc.anything()),
        PHONE_ENABLED: fc.oneof(fc.constantFrom('Y', 'N', null, '', true, 1), fc.anything()),
        SIP_PASSWORD: fc.anything(),
      },
      { requiredKeys: ['ID'] },
    );
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.array(user), fc.anything()), async (value) => {
        const found = await findUsers(answering(value), ['7', '8']).catch((error: unknown) => error);
        if (found instanceof Bitrix24Error) return;
        if (found instanceof Error) throw found;
        for (const [id, { userId, phoneEnabled }] of (found as FoundUsers).users) {
          expect(userId).toBe(id);
          const rows = (value as Record<string, unknown>[]).filter(
            (row) => row['ID'] === id || row['ID'] === Number(id),
          );
          const flags = rows.map((row) => row['PHONE_ENABLED']);
          if (phoneEnabled === true) expect(flags).toContain('Y');
          if (phoneEnabled === false)
            expect(flags.some((said) => said === 'N' || said === null || said === '')).toBe(true);
        }
      }),
    );
  });

  it('with names by ids are those, or an error', async () => {
    const names = fc.dictionary(fc.string(), fc.oneof(fc.string(), fc.anything()));
    await fc.assert(
      fc.asyncProperty(fc.oneof(names, fc.anything()), async (value) => {
        const telephony = createTelephony(answering(value));
        for (const read of [() => telephony.outgoingLines.readAll(), () => telephony.voices()]) {
          const found: unknown = await read().catch((error: unknown) => error);
          if (found instanceof Bitrix24Error) return;
          if (found instanceof Error) throw found;
          expect([...(found as Iterable<unknown>)]).toHaveLength(Object.keys(value as object).length);
        }
      }),
    );
  });

  it('confirm a write only with a yes', () => {
    const { decode } = sipDelete('1');
    fc.assert(
      fc.property(fc.oneof(fc.constantFrom(1, '1', 'Y', true, 0, 'N', false), fc.anything()), (value) => {
        const isYes = [1, '1', 'Y', true, 'true'].includes(value as never);
        if (isYes) expect(decode(value)).toBe(true);
        else expect(() => decode(value)).toThrow(Bitrix24Error);
      }),
    );
  });
});
