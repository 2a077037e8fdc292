import type { Socket } from 'node:net';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { gzipBomb } from './gzip-bomb.ts';
import { errorsQuoting, pick, quoting, TEXTS, upTo, type Random } from './hostile-texts.ts';
import { flood, httpAnswer, trickle, type RawAnswer } from './raw-portal.ts';

/** A generated answer, and what it is for whoever has to understand a failure. */
export interface HostileAnswer {
  readonly shown: string;
  readonly send: RawAnswer;
}

const MEBIBYTE = 1024 * 1024;

/**
 * Anything that a portal, a proxy or whoever is in their place could send.
 *
 * @param secret what it may quote, escaped in any way
 */
export function hostileAnswer(random: Random, secret: string): HostileAnswer {
  const body = bodyOf(random, secret);
  const status = pick(random, [200, 200, 200, 200, 204, 302, 400, 401, 403, 404, 500, 502, 503]);
  const sending = pick(random, SENDINGS);
  return {
    shown: `${sending.name} ${status} ${body.length} ${body.slice(0, 200)}`,
    send: (socket) => {
      sending(socket, body, status);
    },
  };
}

/** JSON as text, so that it can hold what no object does: keys twice, numbers beyond any, halves of characters. */
function jsonOf(random: Random, depth: number): string {
  const kind = depth > 4 ? 0 : random();
  if (kind < 0.2) return JSON.stringify(pick(random, TEXTS).repeat(upTo(random, 2_000)));
  if (kind < 0.4)
    return pick(random, [
      '0',
      '1',
      '-1',
      '1e999',
      '9'.repeat(400),
      'true',
      'false',
      'null',
      '"\\ud800"',
      '7',
    ]);
  if (kind < 0.7) return `[${repeated(random, () => jsonOf(random, depth + 1))}]`;
  return `{${repeated(random, () => `${keyOf(random)}:${jsonOf(random, depth + 1)}`)}}`;
}

function repeated(random: Random, make: () => string): string {
  return Array.from({ length: upTo(random, 12) - 1 }, make).join(',');
}

const NAMES = [
  'ID',
  'CONFIG_ID',
  'TYPE',
  'TITLE',
  'PASSWORD',
  'REG_ID',
  'STATUS_RESULT',
  'c0',
  'c1',
  'result',
  'error',
  'error_description',
  'next',
  'total',
  '__proto__',
  'constructor',
  'toString',
] as const;

function keyOf(random: Random): string {
  return JSON.stringify(random() < 0.8 ? pick(random, NAMES) : pick(random, TEXTS).repeat(upTo(random, 20)));
}

/** Too much of one thing, of up to 15 MB. */
function tooMuch(random: Random): string {
  const count = 10 ** (3 + 4 * random());
  const many = (text: string) => text.repeat(Math.min(count, (15 * MEBIBYTE) / text.length));
  const numbered = (make: (n: number) => string, length: number) =>
    Array.from({ length: Math.min(count, (15 * MEBIBYTE) / length) }, (_, n) => make(n)).join(',');
  return pick<() => string>(random, [
    () => `[${many('0,')}0]`,
    () => `[${many('[],')}0]`,
    () => `[${many('{},')}0]`,
    () => many('['),
    () => many('{"a":'),
    () => many('[') + many(']'),
    () => `{${numbered((n) => `"reg${n}":"x"`, 14)}}`,
    () => `{${numbered((n) => `"${n}":{"k${n}":[]}`, 22)}}`,
    () => `{${many('"a":1,')}"a":1}`,
    () => `[${numbered((n) => `{"CONFIG_ID":${n + 1},"TYPE":"cloud"}`, 36)}]`,
    () => `{"${many('k')}":1}`,
    () => `"${many('<table><td>')}"`,
    () => `"${many('\\u0041')}"`,
    () => `[{"ID":7,"CONFIG_ID":7,"TYPE":"cloud","TITLE":"${many('Ж')}"}]`,
    () => many('9'),
    () => many(' '),
  ])();
}

function bodyOf(random: Random, secret: string): string {
  const part = () => (random() < 0.4 ? tooMuch(random) : jsonOf(random, 0));
  return pick<() => string>(random, [
    () => `{"result":${part()},"time":{"duration":0.1}}`,
    () => `{"result":${part()},"total":${jsonOf(random, 3)},"next":${jsonOf(random, 3)}}`,
    () => `{"result":{"result":${part()},"result_error":${part()},"result_time":${jsonOf(random, 1)}}}`,
    () => `{"result":{"result":{"c0":${part()}},"result_error":{"c1":{"error":${part()}}}}}`,
    () => `{"error":"ERROR_CORE","error_description":${part()}}`,
    () => `{"error":"ERROR_CORE","error_description":${quoting(random, secret)}}`,
    () => `{"error":${quoting(random, secret)},"error_description":${quoting(random, secret)}}`,
    () => `{"result":{"result":{},"result_error":{${errorsQuoting(random, secret)}}}}`,
    () => `{"error":${part()},"error_description":${part()}}`,
    () => `{"result":${part()}`,
    () => part(),
    () => `<html>${'<table><td>'.repeat(upTo(random, 1_000_000))}`,
    () => '',
  ])();
}

const CHUNKED = 'Transfer-Encoding: chunked\r\n\r\n';

function plain(socket: Socket, body: string, status: number): void {
  socket.write(httpAnswer(body, { status }));
}

const SENDINGS: readonly [typeof plain, ...(typeof plain)[]] = [
  plain,
  plain,
  plain,
  plain,
  plain,
  function compressed(socket, body, status) {
    socket.write(httpAnswer(gzipSync(body), { status, headers: { 'Content-Encoding': 'gzip' } }));
  },
  function brotli(socket, body, status) {
    const bytes = brotliCompressSync(body.slice(0, MEBIBYTE));
    socket.write(httpAnswer(bytes, { status, headers: { 'Content-Encoding': 'br' } }));
  },
  function wronglyCompressed(socket, body, status) {
    socket.write(httpAnswer(body, { status, headers: { 'Content-Encoding': 'gzip' } }));
  },
  function bomb(socket, _body, status) {
    const bytes = gzipBomb('{"result":"', 64, '"}');
    socket.write(httpAnswer(bytes, { status, headers: { 'Content-Encoding': 'gzip' } }));
  },
  function cutOff(socket, body, status) {
    const bytes = httpAnswer(body, { status });
    socket.end(bytes.subarray(0, bytes.length / 2));
  },
  function longerThanItSays(socket, body, status) {
    socket.write(httpAnswer(body, { status, headers: { 'Content-Length': '5' } }));
  },
  function ofTwoLengths(socket, body, status) {
    socket.write(httpAnswer(body, { status, headers: { 'content-length': '1' } }));
  },
  function redirecting(socket, body) {
    socket.write(httpAnswer(body, { status: 302, headers: { Location: '/rest/1/x/again' } }));
  },
  function behindInterimAnswers(socket, body, status) {
    socket.write('HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n'.repeat(3));
    socket.write(httpAnswer(body, { status }));
  },
  function interimAnswersOnly(socket) {
    flood(socket, '', 'HTTP/1.1 102 Processing\r\n\r\n');
  },
  function switching(socket, body) {
    socket.write(`HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n${body}`);
  },
  function headersOnly(socket) {
    flood(socket, 'HTTP/1.1 200 OK\r\n', 'X: y\r\n');
  },
  function noHttp(socket, body) {
    socket.write(body);
    socket.end('\r\n\r\n');
  },
  function chunksOfNothing(socket, _body, status) {
    flood(socket, `HTTP/1.1 ${status} Any\r\n${CHUNKED}`, '1;a=b\r\n \r\n');
  },
  function hangingUp(socket) {
    socket.destroy();
  },
];

/** These are only over once the gateway has had enough. */
export const ENDLESS: readonly (readonly [string, RawAnswer])[] = [
  ['nothing', () => undefined],
  [
    'a body that drips',
    (socket) => {
      trickle(socket, 'HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n{', ' ');
    },
  ],
  [
    'headers that drip',
    (socket) => {
      trickle(socket, 'HTTP/1.1 200 OK\r\n', 'X: y\r\n');
    },
  ],
  ['an interim answer', (socket) => socket.write('HTTP/1.1 100 Continue\r\n\r\n')],
  [
    'a compressed body of nothing',
    (socket) => {
      trickle(
        socket,
        `HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n${CHUNKED}`,
        Buffer.concat([Buffer.from('14\r\n'), gzipSync(''), Buffer.from('\r\n')]),
      );
    },
  ],
];
