import { beforeAll, describe, expect, it } from 'vitest';
import { startEmulator, type EmulatorOptions } from '../../src/emulator/emulator.ts';
import { diagnose } from '../support/doctor.ts';
import { buildProgram, startDoctor, type Verdict } from '../support/program.ts';

beforeAll(buildProgram);

async function doctorOf(
  options: EmulatorOptions,
): Promise<Verdict & { readonly methods: readonly string[] }> {
  await using emulator = await startEmulator(options);
  const verdict = await diagnose({ BITRIX24_WEBHOOK_URL: emulator.webhookUrl });
  return { ...verdict, methods: emulator.portal.journal.entries().map(({ method }) => method) };
}

const CODE = 'emulatorwebhook1';

describe('npm run doctor', () => {
  it('finds nothing wrong with the embedded emulator', async () => {
    const { code, output } = await startDoctor({});
    expect(output).toMatch(/embedded emulator/);
    expect(output).not.toMatch(/^[!✗]/m);
    expect(code).toBe(0);
  });

  it('reads only, and shows no secret', async () => {
    const { code, output, methods } = await doctorOf({});
    expect(code).toBe(0);
    expect(methods.toSorted()).toEqual([
      'scope',
      'server.time',
      'voximplant.line.outgoing.get',
      'voximplant.sip.connector.status',
      'voximplant.user.get',
    ]);
    expect(output).toMatch(
      /^! telephonyUser, .* fail with FORBIDDEN, .*: connect the gateway .* as an application/m,
    );
    expect(output).not.toContain(CODE);
  });

  it('prints nothing of a portal that a terminal would obey, nor a secret', async () => {
    await using emulator = await startEmulator({});
    const evil = `\u001b]0;owned\u0007\u009b2J\u202e\r\n✓ all is well %65mulatorwebhook1 &#101;mulatorwebhook1`;
    const { faults } = emulator.portal;
    const error = { kind: 'error', status: 400, times: Infinity } as const;
    faults.inject({ ...error, on: 'server.time', code: 'CHECK_FIELDS_ERROR', description: evil });
    faults.inject({
      ...error,
      on: 'voximplant.line.outgoing.get',
      code: `X\u001b[31m${CODE}`,
      description: evil,
    });
    faults.inject({
      kind: 'result',
      on: 'voximplant.sip.connector.status',
      result: { PAID: 1, FREE_MINUTES: 1, PAID_DATE_END: evil },
    });
    const { output } = await diagnose({ BITRIX24_WEBHOOK_URL: emulator.webhookUrl });
    expect(output).toContain('all is well');
    expect(output).not.toMatch(/(?!\n)[\p{Cc}\p{Bidi_Control}]/u);
    expect(output).not.toMatch(/mulatorwebhook1/);
    expect(output.match(/^✓ all is well/gm)).toBeNull();
  });

  it.each<[string, EmulatorOptions, number, RegExp]>([
    [
      'a missing scope',
      { webhook: { code: CODE, scopes: ['call'] } },
      1,
      /✗ The scope "telephony" is missing/,
    ],
    [
      'a missing right',
      { webhook: { code: CODE, canManageLines: false } },
      1,
      /✗ The gateway may not manage lines/,
    ],
    [
      'a scope that only calls need',
      { webhook: { code: CODE, scopes: ['telephony'] } },
      0,
      /! The scope "call" is missing: startInfoCall fails .* and so does startCallback/,
    ],
    ['another webhook', { webhook: { code: 'anothercode' } }, 1, /✗ It does not accept the webhook: /],
  ])('tells %s', async (_name, options, exitCode, text) => {
    await using emulator = await startEmulator(options);
    const url = emulator.webhookUrl.replace('anothercode', 'sentinelcode');
    const { code, output } = await diagnose({ BITRIX24_WEBHOOK_URL: url });
    expect(output).toMatch(text);
    expect(output).not.toContain('sentinelcode');
    expect(code).toBe(exitCode);
  });

  it('reports a connector that is neither paid nor free, and a clock that is wrong', async () => {
    await using emulator = await startEmulator({});
    emulator.portal.setConnector({ freeMinutes: 0, paid: false });
    emulator.portal.faults.inject({ kind: 'result', on: 'server.time', result: '2020-01-01T00:00:00+03:00' });
    const { code, output } = await diagnose({ BITRIX24_WEBHOOK_URL: emulator.webhookUrl });
    expect(output).toMatch(/! The SIP connector is not paid and has no free minutes left/);
    expect(output).toMatch(/! The clock of this machine is \d+ s ahead of the portal's/);
    expect(code).toBe(0);
  });

  it('has exit codes for a portal that is not there and for settings that are wrong', async () => {
    const emulator = await startEmulator({});
    await emulator.close();
    const gone = await startDoctor({
      BITRIX24_WEBHOOK_URL: emulator.webhookUrl,
      BITRIX24_READ_DEADLINE_MS: '1000',
    });
    expect(gone.output).toMatch(/✗ The portal cannot be reached/);
    expect(gone.code).toBe(3);
    const wrong = await startDoctor({ BITRIX24_WEBHOOK_URL: 'https://portal.example.com/sentinelcode' });
    expect(wrong.output).toMatch(/BITRIX24_WEBHOOK_URL must look like/);
    expect(wrong.output).not.toContain('sentinelcode');
    expect(wrong.code).toBe(2);
  });
});
