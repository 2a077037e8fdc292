import { get } from 'node:http';
import { describe, expect, it } from 'vitest';
import type { Fault } from '../../src/emulator/faults/fault.ts';
import { line, startTestPortal } from './support/caller.ts';
import { virtualClock } from './support/virtual-clock.ts';

const ADD = 'voximplant.sip.add';

describe('faults of the answer', () => {
  it.each([
    ['before', 0],
    ['after', 1],
  ] as const)('error, %s execution', async (stage, lines) => {
    await using portal = await startTestPortal();
    portal.portal.faults.inject({
      on: ADD,
      kind: 'error',
      stage,
      status: 200,
      code: '',
      description: 'What?',
    });
    const answer = await portal.call(ADD, line());
    expect(answer).toMatchObject({ status: 200, body: { error: '', error_description: 'What?' } });
    expect(portal.portal.lines()).toHaveLength(lines);
    expect(portal.portal.journal.entries()).toMatchObject([
      { status: 200, errorCode: '', executed: stage === 'after', fault: 'error' },
    ]);
    expect((await portal.call('scope')).status).toBe(200);
  });

  it('result, with and without execution', async () => {
    await using portal = await startTestPortal();
    portal.portal.faults.inject({
      kind: 'result',
      result: [{ CONFIG_ID: '5' }],
      total: 7,
      next: 50,
      execute: false,
    });
    expect((await portal.call(ADD, line())).body).toMatchObject({
      result: [{ CONFIG_ID: '5' }],
      total: 7,
      next: 50,
    });
    expect(portal.portal.lines()).toHaveLength(0);
    portal.portal.faults.inject({ kind: 'result', result: null });
    expect((await portal.call(ADD, line())).body).toMatchObject({ result: null });
    expect(portal.portal.lines()).toHaveLength(1);
  });

  it('result-patch, of a record and of every row of a list', async () => {
    await using portal = await startTestPortal();
    const fault = { kind: 'result-patch', merge: { REG_ID: null }, remove: ['CONFIG_ID'] } as const;
    portal.portal.faults.inject({ ...fault, times: 2 });
    const added = await portal.result(ADD, line());
    expect(added).toMatchObject({ TITLE: 'SIP line 1', REG_ID: null });
    expect(added).not.toHaveProperty('CONFIG_ID');
    const [listed] = (await portal.result('voximplant.sip.get')) as [object];
    expect(listed).toMatchObject({ TITLE: 'SIP line 1', REG_ID: null });
    expect(listed).not.toHaveProperty('CONFIG_ID');
  });

  it('slow: executed at once, answered later', async () => {
    const clock = virtualClock();
    await using portal = await startTestPortal({ clock });
    portal.portal.faults.inject({ kind: 'slow', delayMs: 30_000 });
    const pending = portal.call(ADD, line());
    await clock.sleeping(1);
    expect(portal.portal.lines()).toHaveLength(1);
    expect(portal.portal.journal.entries()).toMatchObject([{ outcome: 'pending', executed: true }]);
    await clock.advance(30_000);
    expect((await pending).status).toBe(200);
  });

  it('slow, during: checked at once, executed and answered later', async () => {
    const clock = virtualClock();
    await using portal = await startTestPortal({ clock });
    portal.portal.faults.inject({ on: ADD, kind: 'slow', stage: 'during', delayMs: 18_000, times: 2 });
    const calls = [portal.call(ADD, line()), portal.batch({ a: `${ADD}?TITLE=SIP line 1&SERVER=s&LOGIN=l` })];
    await clock.sleeping(2);
    expect(portal.portal.lines()).toHaveLength(0);
    await clock.advance(18_000);
    await Promise.all(calls);
    expect(portal.portal.lines().map(({ title }) => title)).toEqual(['SIP line 1', 'SIP line 1']);
  });

  it('strikes the command inside a batch, the rest goes on', async () => {
    await using portal = await startTestPortal();
    portal.portal.faults.inject({ on: 'Scope', kind: 'error', status: 500, code: 'INTERNAL_SERVER_ERROR' });
    const { result, result_error } = await portal.batch({ a: 'scope', b: 'scope' });
    expect(Object.keys(result as object)).toStrictEqual(['b']);
    expect(result_error).toStrictEqual({ a: { error: 'INTERNAL_SERVER_ERROR', error_description: '' } });
  });

  it('strikes an outer batch as a whole', async () => {
    await using portal = await startTestPortal();
    portal.portal.faults.inject({ on: 'batch', kind: 'error', status: 503, code: 'QUERY_LIMIT_EXCEEDED' });
    expect(await portal.call('batch', { cmd: { a: 'scope' } })).toMatchObject({ status: 503 });
    expect(portal.portal.journal.entries('scope')).toHaveLength(0);
    expect((await portal.batch({ a: 'scope' })).result).toHaveProperty('a');
  });
});

describe('faults of the connection', () => {
  it.each([
    ['before', 0],
    ['after', 1],
  ] as const)('body, %s execution', async (stage, lines) => {
    await using portal = await startTestPortal();
    portal.portal.faults.inject({ on: ADD, kind: 'body', stage, status: 502 });
    portal.portal.faults.inject({
      on: 'scope',
      kind: 'body',
      status: 200,
      contentType: 'text/plain',
      body: 'hello',
    });
    const page = await portal.call(ADD, line());
    expect(page.status).toBe(502);
    expect(page.headers.get('content-type')).toBe('text/html');
    expect(page.text).toContain('<center><h1>502 Bad Gateway</h1></center>');
    expect(portal.portal.lines()).toHaveLength(lines);
    const plain = await portal.call('scope');
    expect(plain).toMatchObject({ status: 200, text: 'hello' });
    expect(plain.headers.get('content-type')).toBe('text/plain');
  });

  it.each([
    ['before', 0],
    ['after', 1],
  ] as const)('drop, %s execution', async (stage, lines) => {
    await using portal = await startTestPortal();
    portal.portal.faults.inject({ kind: 'drop', stage });
    await expect(portal.call(ADD, line())).rejects.toThrow('socket hang up');
    expect(portal.portal.lines()).toHaveLength(lines);
    expect(portal.portal.journal.entries()).toMatchObject([
      { outcome: 'drop', status: undefined, executed: stage === 'after', fault: 'drop' },
    ]);
    expect((await portal.call(ADD, line({ TITLE: 'Next' }))).status).toBe(200);
  });

  it('hang: nothing is answered, until the emulator is closed', async () => {
    const portal = await startTestPortal();
    portal.portal.faults.inject({ kind: 'hang', stage: 'after' });
    const ended = expect(portal.call(ADD, line())).rejects.toThrow('socket hang up');
    while (portal.portal.journal.entries()[0]?.outcome !== 'hang') await new Promise(setImmediate);
    expect(portal.portal.lines()).toHaveLength(1);
    await portal.emulator.close();
    await ended;
  });

  it('latin1: the texts as ISO 8859-1', async () => {
    await using portal = await startTestPortal();
    await portal.call(ADD, { ...line(), TITLE: 'Büro' });
    portal.portal.faults.inject({ on: 'voximplant.sip.get', kind: 'latin1' });
    const response = await fetch(`${portal.emulator.webhookUrl}voximplant.sip.get`);
    expect(Buffer.from(await response.arrayBuffer()).toString('latin1')).toContain('"TITLE":"Büro"');
  });

  it('truncate: the length of the whole body, and half of it', async () => {
    await using portal = await startTestPortal();
    const whole = await portal.call('voximplant.tts.voices.get');
    portal.portal.faults.inject({ on: 'voximplant.tts.voices.get', kind: 'truncate' });
    const { length, received, error } = await new Promise<{
      length: string;
      received: number;
      error: unknown;
    }>((resolve, reject) => {
      get(`${portal.emulator.webhookUrl}voximplant.tts.voices.get`, (response) => {
        let received = 0;
        response.on('data', (chunk: Buffer) => {
          received += chunk.length;
        });
        response.on('error', (error) => {
          resolve({ length: response.headers['content-length'] ?? '', received, error });
        });
      }).on('error', reject);
    });
    expect(error).toMatchObject({ code: 'ECONNRESET' });
    expect(Math.abs(Number(length) - whole.text.length)).toBeLessThan(50);
    expect(received).toBe(Math.floor(Number(length) / 2));
  });

  it('slow-body: the headers at once, the body in pieces', async () => {
    const clock = virtualClock();
    await using portal = await startTestPortal({ clock });
    portal.portal.faults.inject({ kind: 'slow-body', overMs: 10_000 });
    const response = await fetch(`${portal.emulator.webhookUrl}scope`);
    expect(response.status).toBe(200);
    const body = response.json();
    for (let piece = 0; piece < 10; piece += 1) {
      await clock.sleeping(1);
      await clock.advance(1000);
    }
    expect(await body).toMatchObject({ result: ['telephony', 'call'] });
  });

  it('redirect: anywhere, with any status, unexecuted', async () => {
    await using portal = await startTestPortal();
    portal.portal.faults.inject({
      kind: 'redirect',
      status: 307,
      location: 'https://elsewhere.example/rest/',
    });
    const answer = await portal.call(ADD, line());
    expect(answer.status).toBe(307);
    expect(answer.headers.get('location')).toBe('https://elsewhere.example/rest/');
    expect(portal.portal.lines()).toHaveLength(0);
  });

  it('late: dropped at once, executed later', async () => {
    const clock = virtualClock();
    await using portal = await startTestPortal({ clock });
    portal.portal.faults.inject({ kind: 'late', delayMs: 5000 });
    await expect(portal.call(ADD, line())).rejects.toThrow('socket hang up');
    const [entry] = portal.portal.journal.entries();
    expect(portal.portal.lines()).toHaveLength(0);
    expect(entry).toMatchObject({ outcome: 'drop', executed: false });
    await clock.advance(5000);
    await portal.portal.idle();
    expect(portal.portal.lines()).toHaveLength(1);
    expect(entry).toMatchObject({ executed: true });
  });

  it.each(['drop', 'body'] as const)('%s, during: strikes while the request runs on', async (kind) => {
    const clock = virtualClock();
    await using portal = await startTestPortal({ clock, latency: { [ADD]: 9 } });
    portal.portal.faults.inject({ on: ADD, kind, status: 502, stage: 'during', afterMs: 2_000 });
    const outcome = portal.call(ADD, line()).then(
      ({ status }) => status,
      () => 'cut',
    );
    await clock.sleeping(2);
    await clock.advance(2_000);
    expect(await outcome).toBe(kind === 'drop' ? 'cut' : 502);
    expect(portal.portal.lines()).toHaveLength(0);
    await clock.advance(7_000);
    await portal.portal.idle();
    expect(portal.portal.lines()).toHaveLength(1);
    const [entry] = portal.portal.journal.entries();
    expect((entry?.executedAt ?? 0) - (entry?.receivedAt ?? 0)).toBe(9_000);
  });

  it('strikes a batch that carries the method', async () => {
    await using portal = await startTestPortal();
    portal.portal.faults.inject({ on: ADD, kind: 'body', status: 504, stage: 'after' });
    expect((await portal.batch({ a: 'scope' })).result).toHaveProperty('a');
    const cmd = { a: 'scope', b: `${ADD}?SERVER=s&LOGIN=l` };
    expect(await portal.call('batch', { cmd })).toMatchObject({ status: 504 });
    expect(portal.portal.lines()).toHaveLength(1);
  });
});

describe('batch-missing', () => {
  it.each([
    [true, 1],
    [false, 0],
  ])('leaves a command out of the answer, executed: %s', async (execute, lines) => {
    await using portal = await startTestPortal();
    portal.portal.faults.inject({ on: ADD, kind: 'batch-missing', execute });
    const { result, result_error, result_time } = await portal.batch({
      a: `${ADD}?SERVER=s&LOGIN=l`,
      b: 'scope',
    });
    expect(result).toStrictEqual({ b: ['telephony', 'call'] });
    expect(result_error).toStrictEqual([]);
    expect(Object.keys(result_time as object)).toStrictEqual(['b']);
    expect(portal.portal.lines()).toHaveLength(lines);
    expect(portal.portal.journal.entries(ADD)).toMatchObject([{ executed: execute, status: undefined }]);
  });
});

describe('which calls are struck', () => {
  const struck = async (fault: Fault, calls = 5) => {
    await using portal = await startTestPortal({ random: () => 0.3 });
    portal.portal.faults.inject(fault);
    const statuses: number[] = [];
    for (let index = 0; index < calls; index += 1)
      statuses.push((await portal.call('scope', { n: index })).status);
    return statuses;
  };
  const fault = { kind: 'body', status: 500 } as const;

  it('one by default', async () => {
    expect(await struck(fault)).toStrictEqual([500, 200, 200, 200, 200]);
  });

  it('skip and times', async () => {
    expect(await struck({ ...fault, skip: 1, times: 2 })).toStrictEqual([200, 500, 500, 200, 200]);
    expect(await struck({ ...fault, times: Infinity })).toStrictEqual([500, 500, 500, 500, 500]);
  });

  it('probability', async () => {
    expect(await struck({ ...fault, times: 9, probability: 0.3 })).toStrictEqual([200, 200, 200, 200, 200]);
    expect(await struck({ ...fault, times: 9, probability: 0.31 })).toStrictEqual([500, 500, 500, 500, 500]);
  });

  it('a condition', async () => {
    expect(await struck({ ...fault, when: ({ params }) => params['n'] === 3 })).toStrictEqual([
      200, 200, 200, 500, 200,
    ]);
  });

  it('the first that fits strikes; removed ones do not', async () => {
    await using portal = await startTestPortal();
    const first = portal.portal.faults.inject({ kind: 'body', status: 501, times: Infinity });
    portal.portal.faults.inject({ kind: 'body', status: 502, times: Infinity });
    expect((await portal.call('scope')).status).toBe(501);
    expect(first.fired).toBe(1);
    first.remove();
    expect((await portal.call('scope')).status).toBe(502);
    portal.portal.faults.clear();
    expect((await portal.call('scope')).status).toBe(200);
  });

  it('refuses nonsense', async () => {
    await using portal = await startTestPortal();
    const inject = (aim: object) => () => portal.portal.faults.inject({ ...fault, ...aim });
    expect(inject({ times: 0 })).toThrow("A fault's times must be 1 or more, not 0.");
    expect(inject({ skip: -1 })).toThrow("A fault's skip must be 0 or more, not -1.");
    expect(inject({ probability: 2 })).toThrow("A fault's probability must be above 0 and at most 1, not 2.");
  });
});
