import type { ServerResponse } from 'node:http';
import type { Clock } from '../clock.ts';
import type { HttpAnswer, PortalAnswer } from '../request.ts';

/** The most pieces that a slow body is sent in. */
const SLOW_PIECES = 10;

/** Sends the outcome of a request. Resolves when there is nothing left to send. */
export async function writeAnswer(
  response: ServerResponse,
  answer: PortalAnswer,
  clock: Clock,
): Promise<void> {
  switch (answer.kind) {
    case 'answer':
      response.end(writeHead(response, answer));
      return;
    case 'drop':
      response.destroy();
      return;
    case 'hang':
      return;
    case 'truncate': {
      const body = writeHead(response, answer);
      response.write(body.subarray(0, Math.floor(body.length / 2)), () => response.destroy());
      return;
    }
    case 'slow-body':
      await writeSlowly(response, writeHead(response, answer), answer.overMs, clock);
  }
}

/** Announces the length of the whole body, however much of it is then sent. Returns the bytes of the body. */
function writeHead(response: ServerResponse, answer: HttpAnswer): Buffer {
  const body = Buffer.from(answer.body, answer.encoding ?? 'utf8');
  response.writeHead(answer.status, { ...answer.headers, 'content-length': String(body.length) });
  return body;
}

/** Splits by bytes, so that multi-byte characters are split as they are on a real network. */
async function writeSlowly(
  response: ServerResponse,
  body: Buffer,
  overMs: number,
  clock: Clock,
): Promise<void> {
  response.flushHeaders();
  const pieces = Math.max(1, Math.min(SLOW_PIECES, body.length));
  for (let piece = 0; piece < pieces; piece += 1) {
    await clock.sleep(overMs / pieces);
    const [from, to] = [piece, piece + 1].map((each) => Math.floor((body.length * each) / pieces));
    response.write(body.subarray(from, to));
  }
  response.end();
}
