import { startEmulator } from '../../../src/emulator/emulator.ts';
import type { Emulator, EmulatorOptions } from '../../../src/emulator/emulator.ts';
import { sendRequest, type TestRequest, type TestResponse } from '../../support/send-request.ts';

/** An answer as a caller of the REST interface sees it. */
export interface RestAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: Record<string, unknown>;
}

export interface TestPortal extends AsyncDisposable {
  readonly emulator: Emulator;
  readonly portal: Emulator['portal'];
  /** Calls a method with JSON parameters through the webhook. */
  readonly call: (method: string, params?: unknown) => Promise<RestAnswer>;
  /** Calls a method and gives its `result`; an error envelope fails the test. */
  readonly result: (method: string, params?: unknown) => Promise<unknown>;
  /** Any request; the path is below the portal's origin. */
  readonly send: (path: string, init?: TestRequest) => Promise<RestAnswer>;
  /** Runs a batch and gives its inner result. */
  readonly batch: (cmd: unknown, halt?: unknown) => Promise<BatchAnswer>;
}

export interface BatchAnswer {
  readonly result: unknown;
  readonly result_error: unknown;
  readonly result_total: unknown;
  readonly result_next: unknown;
  readonly result_time: unknown;
}

export async function startTestPortal(options: EmulatorOptions = {}): Promise<TestPortal> {
  const emulator = await startEmulator(options);
  const request = async (url: string, init?: TestRequest) => toAnswer(await sendRequest(url, init));
  const call = (method: string, params: unknown = {}) =>
    request(emulator.webhookUrl + method, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(params),
    });
  const result = async (method: string, params: unknown = {}) => {
    const answer = await call(method, params);
    if (answer.status !== 200 || !('result' in answer.body)) throw new Error(`${method}: ${answer.text}`);
    return answer.body['result'];
  };
  return {
    emulator,
    portal: emulator.portal,
    call,
    result,
    send: (path, init) => request(emulator.origin + path, init),
    batch: async (cmd, halt = 0) => (await result('batch', { halt, cmd })) as BatchAnswer,
    [Symbol.asyncDispose]: () => emulator.close(),
  };
}

function toAnswer(response: TestResponse): RestAnswer {
  let body: Record<string, unknown> = {};
  try {
    body = JSON.parse(response.text) as Record<string, unknown>;
  } catch {
    // A page or a broken body: the test looks at the text.
  }
  return { ...response, body };
}

/** A valid line; each call may change what it needs. */
export function line(changes: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    TYPE: 'cloud',
    TITLE: 'SIP line 1',
    SERVER: 'sip.provider.com',
    LOGIN: 'sip_user',
    PASSWORD: 'secret',
    ...changes,
  };
}
