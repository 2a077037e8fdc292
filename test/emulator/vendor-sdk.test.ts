import { Agent } from 'node:https';
import { AjaxError, ApiVersion, B24Hook, ParamsFactory } from '@bitrix24/b24jssdk';
import type { AjaxResult, Result, TypeCallParamsV2 } from '@bitrix24/b24jssdk';
import { generate } from 'selfsigned';
import { describe, expect, it } from 'vitest';
import { startEmulator } from '../../src/emulator/emulator.ts';
import type { EmulatorOptions } from '../../src/emulator/emulator.ts';
import { line } from './support/caller.ts';
import { virtualClock } from './support/virtual-clock.ts';

const { cert, private: key } = await generate([{ name: 'commonName', value: 'portal' }], {
  keyType: 'ec',
  extensions: [
    { name: 'basicConstraints', cA: true },
    { name: 'subjectAltName', altNames: [{ type: 7, ip: '127.0.0.1' }] },
  ],
});

/** One attempt and no brakes, in the words of the SDK. */
const ONE_ATTEMPT = ParamsFactory.getRealtime();

type Batch = Parameters<B24Hook['actions']['v2']['batch']['make']>[0];

interface SdkOptions {
  readonly restrictionParams?: ReturnType<typeof ParamsFactory.getDefault>;
  readonly ca?: string;
}

/** A portal and the vendor's SDK connected to its webhook. */
async function connectTo(options: EmulatorOptions, { restrictionParams, ca = cert }: SdkOptions = {}) {
  const emulator = await startEmulator({ requireHttps: true, ...options, tls: { key, cert } });
  const hook = B24Hook.fromWebhookUrl(
    emulator.webhookUrl,
    restrictionParams === undefined ? {} : { restrictionParams },
  );
  const { v2 } = hook.actions;
  const http = hook.getHttpClient(ApiVersion.v2);
  http.ajaxClient.defaults.httpsAgent = new Agent({ ca });
  // Whatever proxy the environment names, this portal is on this machine.
  http.ajaxClient.defaults.proxy = false;
  const call = (method: string, params: TypeCallParamsV2 = {}): Promise<AjaxResult> =>
    v2.call.make({ method, params });
  return {
    portal: emulator.portal,
    webhookUrl: emulator.webhookUrl,
    http,
    call,
    /** The `result` of a call as the SDK hands it over. */
    result: async (method: string, params: TypeCallParamsV2 = {}): Promise<unknown> =>
      (await call(method, params)).getData()?.result,
    batch: (calls: Batch['calls'], batchOptions: Batch['options'] = {}): Promise<Result<unknown>> =>
      v2.batch.make({ calls, options: batchOptions }),
    [Symbol.asyncDispose]: () => emulator.close(),
  };
}

/** What the SDK throws, as far as its caller decides by it. */
async function failure(call: Promise<unknown>) {
  const error: unknown = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof AjaxError))
    throw new Error('The SDK did not throw its own error.', { cause: error });
  return { code: error.code, status: error.status, message: error.message };
}

const TITLE_EXISTS = {
  code: 'TITLE_EXISTS',
  status: 400,
  message: 'The specified connection name is already registered in the system',
};

describe.each(['older', 'newer'] as const)(
  "the vendor's SDK, with a portal of the %s kind,",
  (generation) => {
    const connect = (options: EmulatorOptions = {}, sdkOptions?: SdkOptions) =>
      connectTo({ generation, ...options }, sdkOptions);

    it('adds a line', async () => {
      await using sdk = await connect();
      const answer = await sdk.call('voximplant.sip.add', line());
      expect(answer.isSuccess).toBe(true);
      expect(answer.getStatus()).toBe(200);
      expect(answer.getData()?.result).toMatchObject({
        ID: '1',
        TYPE: 'cloud',
        CONFIG_ID: '1',
        REG_ID: 150907,
        TITLE: 'SIP line 1',
        SERVER: 'sip.provider.com',
        LOGIN: 'sip_user',
        PASSWORD: 'secret',
      });
      expect(answer.getData()?.time).toMatchObject({
        start: expect.any(Number) as number,
        duration: expect.any(Number) as number,
        date_start: expect.any(String) as string,
        operating: expect.any(Number) as number,
        operating_reset_at: expect.any(Number) as number,
      });

      const entries = sdk.portal.journal.entries();
      expect(entries).toMatchObject([
        {
          method: 'voximplant.sip.add',
          params: line(),
          transport: 'single',
          executed: true,
          status: 200,
          errorCode: undefined,
          httpMethod: 'POST',
          path: `${new URL(sdk.webhookUrl).pathname}voximplant.sip.add`,
          headers: { 'user-agent': expect.stringMatching(/^b24-js-sdk\//) as string },
        },
      ]);
    });

    it('changes, checks and deletes a line', async () => {
      await using sdk = await connect();
      await sdk.call('voximplant.sip.add', line());
      expect(
        await sdk.result('voximplant.sip.update', { CONFIG_ID: 1, TITLE: 'Über & Co. 100%+', LOGIN: 'me' }),
      ).toBe(1);
      expect(sdk.portal.lines()).toMatchObject([
        { title: 'Über & Co. 100%+', login: 'me', password: 'secret' },
      ]);

      sdk.portal.setRegistration(150907, {
        statusCode: 403,
        statusResult: 'error',
        errorMessage: 'Forbidden',
        lastUpdated: '2026-03-12 09:10:51',
      });
      expect(await sdk.result('voximplant.sip.status', { REG_ID: 150907 })).toStrictEqual({
        REG_ID: 150907,
        LAST_UPDATED: '2026-03-12 09:10:51',
        ERROR_MESSAGE: 'Forbidden',
        STATUS_CODE: 403,
        STATUS_RESULT: 'error',
      });

      expect(await sdk.result('voximplant.sip.delete', { CONFIG_ID: 1 })).toBe(1);
      expect(sdk.portal.lines()).toStrictEqual([]);
      expect(sdk.portal.journal.entries().map(({ method, executed }) => [method, executed])).toStrictEqual([
        ['voximplant.sip.add', true],
        ['voximplant.sip.update', true],
        ['voximplant.sip.status', true],
        ['voximplant.sip.delete', true],
      ]);
    });

    it('finds no lines where there are none', async () => {
      await using sdk = await connect();
      const answer = await sdk.call('voximplant.sip.get');
      expect(answer.getData()?.result).toStrictEqual([]);
      expect(answer.getTotal()).toBe(0);
      expect(answer.isMore()).toBe(false);
    });

    it('filters and sorts lines', async () => {
      await using sdk = await connect();
      for (const TITLE of ['A', 'B', 'C']) await sdk.call('voximplant.sip.add', line({ TITLE }));
      const params = { FILTER: { '>CONFIG_ID': 1 }, SORT: 'CONFIG_ID', ORDER: 'DESC' };
      const answer = await sdk.call('voximplant.sip.get', params);
      expect(answer.getData()?.result).toMatchObject([
        { CONFIG_ID: '3', REG_ID: '150909', TITLE: 'C' },
        { CONFIG_ID: '2', REG_ID: '150908', TITLE: 'B' },
      ]);
      expect(answer.getTotal()).toBe(2);
      expect(sdk.portal.journal.entries('voximplant.sip.get')).toMatchObject([{ params }]);
    });

    it('turns to the next page of lines', async () => {
      await using sdk = await connect();
      const add = (index: number): [string, TypeCallParamsV2] => [
        'voximplant.sip.add',
        line({ TYPE: 'office', TITLE: `Line ${index}` }),
      ];
      const added = await sdk.batch(Array.from({ length: 50 }, (_, index) => add(index)));
      expect(added.getErrorMessages()).toStrictEqual([]);
      await sdk.call(...add(50));

      const first = await sdk.call('voximplant.sip.get', { SORT: 'CONFIG_ID', ORDER: 'ASC' });
      expect(first.getData()?.result).toHaveLength(50);
      expect(first.getTotal()).toBe(51);
      expect(first.isMore()).toBe(true);

      const second = await first.fetchNext(sdk.http);
      expect(second?.getData()?.result).toMatchObject([{ CONFIG_ID: '51', TITLE: 'Line 50' }]);
      expect(second?.isMore()).toBe(false);
      expect(sdk.portal.journal.entries('voximplant.sip.get')[1]?.params).toMatchObject({ start: 50 });
    });

    it.each<[string, string, TypeCallParamsV2, Awaited<ReturnType<typeof failure>>]>([
      ['a title that is taken', 'voximplant.sip.add', line({ TYPE: 'office' }), TITLE_EXISTS],
      [
        'wrong fields',
        'voximplant.sip.add',
        line({ SERVER: '', LOGIN: '' }),
        {
          code: 'CHECK_FIELDS_ERROR',
          status: 400,
          message: 'Server address not specified<br> Login for connecting to the server not specified',
        },
      ],
      [
        'a line too many',
        'voximplant.sip.add',
        line({ TITLE: 'Another' }),
        { code: 'MAX_CLOUD_PBX', status: 400, message: 'You cannot connect more than 1 virtual PBXs.' },
      ],
      [
        'an unknown line to change',
        'voximplant.sip.update',
        { CONFIG_ID: 99, TITLE: 'x' },
        { code: 'ERROR_NOT_FOUND', status: 404, message: 'Specified CONFIG_ID is not found' },
      ],
      [
        'an unknown line to delete',
        'voximplant.sip.delete',
        { CONFIG_ID: 99 },
        { code: 'ERROR_NOT_FOUND', status: 400, message: 'Specified CONFIG_ID is not found' },
      ],
      [
        'an unknown registration',
        'voximplant.sip.status',
        { REG_ID: 1 },
        { code: 'REG_ID_NOT_FOUND', status: 400, message: 'Settings not found' },
      ],
    ])('throws a typed error for %s and does not try again', async (_name, method, params, expected) => {
      // With the settings the SDK has by itself: two more attempts wherever it takes an error for a passing one.
      await using sdk = await connect({ cloudLimit: 1 });
      await sdk.call('voximplant.sip.add', line());
      sdk.portal.journal.clear();
      expect(await failure(sdk.call(method, params))).toStrictEqual(expected);
      expect(sdk.portal.journal.entries()).toMatchObject([
        { method, params, executed: false, status: expected.status, errorCode: expected.code },
      ]);
      expect(sdk.portal.lines()).toMatchObject([{ title: 'SIP line 1' }]);
    });

    it.each<[string, EmulatorOptions, Record<typeof generation, object>]>([
      [
        'a scope that is missing',
        { webhook: { code: 'half', scopes: ['call'] } },
        {
          older: { code: 'insufficient_scope', status: 403 },
          newer: { code: 'insufficient_scope', status: 401 },
        },
      ],
      [
        'a user who is blocked',
        { webhook: { code: 'blocked', state: 'user-blocked' } },
        {
          older: { code: 'INVALID_CREDENTIALS', status: 403 },
          newer: { code: 'authorization_error', status: 401 },
        },
      ],
    ])('throws a typed error for %s', async (_name, options, expected) => {
      await using sdk = await connect(options, { restrictionParams: ONE_ATTEMPT });
      expect(await failure(sdk.call('voximplant.sip.get'))).toMatchObject(expected[generation]);
    });

    it('throws a typed error for a webhook that does not exist', async () => {
      await using sdk = await connect({}, { restrictionParams: ONE_ATTEMPT });
      sdk.portal.removeWebhook('emulatorwebhook1');
      expect(await failure(sdk.call('voximplant.sip.get'))).toMatchObject({
        code: generation === 'older' ? 'NO_AUTH_FOUND' : 'INVALID_CREDENTIALS',
        status: 401,
      });
    });

    it('recognises the limit on the rate of requests', async () => {
      const limits = { rate: { burst: 1, perSecond: 2 } } as const;
      await using sdk = await connect({ clock: virtualClock(), limits }, { restrictionParams: ONE_ATTEMPT });
      await sdk.call('voximplant.sip.add', line());
      expect(await failure(sdk.call('voximplant.sip.delete', { CONFIG_ID: 1 }))).toMatchObject({
        code: 'QUERY_LIMIT_EXCEEDED',
        status: 503,
      });
      expect(sdk.portal.journal.entries('voximplant.sip.delete')).toMatchObject([{ executed: false }]);
      expect(sdk.portal.lines()).toHaveLength(1);
    });

    it('does not talk to a portal whose certificate it has no reason to trust', async () => {
      const other = await generate([{ name: 'commonName', value: 'portal' }], { keyType: 'ec' });
      await using sdk = await connect({}, { restrictionParams: ONE_ATTEMPT, ca: other.cert });
      expect(await failure(sdk.call('voximplant.sip.get'))).toMatchObject({
        code: 'DEPTH_ZERO_SELF_SIGNED_CERT',
        status: 0,
      });
      expect(sdk.portal.journal.entries()).toStrictEqual([]);
    });

    describe('with a batch', () => {
      const TITLE = 'Über & Co. = 100% + "x"';
      const get = (CONFIG_ID: string) => ({
        method: 'voximplant.sip.get',
        params: { FILTER: { CONFIG_ID } },
      });

      it('gets the results of the other commands where one fails', async () => {
        await using sdk = await connect();
        const answer = await sdk.batch(
          {
            added: { method: 'voximplant.sip.add', params: line({ TITLE }) },
            again: { method: 'voximplant.sip.add', params: line({ TITLE }) },
            changed: {
              method: 'voximplant.sip.update',
              params: { CONFIG_ID: '$result[added][CONFIG_ID]', LOGIN: 'me' },
            },
            found: get('1'),
          },
          { isHaltOnError: false },
        );
        expect(answer.isSuccess).toBe(false);
        expect(answer.getData()).toMatchObject({
          added: { CONFIG_ID: '1', REG_ID: 150907, TITLE },
          changed: 1,
          found: [{ CONFIG_ID: '1', REG_ID: '150907', TITLE, LOGIN: 'me' }],
        });
        expect(answer.getData()).not.toHaveProperty('again');
        expect([...answer.errors.keys()]).toStrictEqual(['again']);
        expect(answer.errors.get('again')).toBeInstanceOf(AjaxError);
        expect(answer.errors.get('again')).toMatchObject({
          code: TITLE_EXISTS.code,
          message: TITLE_EXISTS.message,
          requestInfo: { method: 'voximplant.sip.add' },
        });

        const [outer, ...commands] = sdk.portal.journal.entries();
        expect(outer).toMatchObject({
          method: 'batch',
          transport: 'single',
          status: 200,
          params: { halt: 0 },
        });
        const command = { transport: 'batch', outer: outer?.id };
        expect(commands).toMatchObject([
          { ...command, batchKey: 'added', params: line({ TITLE }), executed: true },
          { ...command, batchKey: 'again', executed: false, errorCode: 'TITLE_EXISTS' },
          { ...command, batchKey: 'changed', params: { CONFIG_ID: '1', LOGIN: 'me' }, executed: true },
          { ...command, batchKey: 'found', params: { FILTER: { CONFIG_ID: '1' } }, executed: true },
        ]);
      });

      it('stops at the command that fails unless told otherwise', async () => {
        await using sdk = await connect();
        const answer = await sdk.batch([
          ['voximplant.sip.add', line()],
          ['voximplant.sip.add', line()],
          ['voximplant.sip.delete', { CONFIG_ID: 1 }],
        ]);
        expect(answer.getErrorMessagesByKey()).toStrictEqual({ 1: TITLE_EXISTS.message });
        expect(answer.getData()).toMatchObject([{ CONFIG_ID: '1' }]);
        expect(sdk.portal.journal.entries('batch')).toMatchObject([{ params: { halt: 1 } }]);
        expect(sdk.portal.journal.entries('voximplant.sip.delete')).toStrictEqual([]);
        expect(sdk.portal.lines()).toHaveLength(1);
      });

      it('gets each command as an answer of its own', async () => {
        await using sdk = await connect();
        await sdk.call('voximplant.sip.add', line());
        const answer = await sdk.batch(
          {
            found: get('1'),
            none: get('2'),
            missing: { method: 'voximplant.sip.status', params: { REG_ID: 1 } },
          },
          { isHaltOnError: false, returnAjaxResult: true },
        );
        const answers = answer.getData() as Record<'found' | 'none' | 'missing', AjaxResult>;
        expect(answers.found.getData()?.result).toMatchObject([{ CONFIG_ID: '1' }]);
        expect(answers.found.getTotal()).toBe(1);
        expect(answers.none.getData()?.result).toStrictEqual([]);
        expect(answers.none.getTotal()).toBe(0);
        expect(answers.missing.isSuccess).toBe(false);
        expect([...answers.missing.getErrors()]).toMatchObject([{ code: 'REG_ID_NOT_FOUND' }]);
      });
    });
  },
);
