import type { ControlAnswer } from './control-answer.ts';

/** In characters. Parsing a URL takes quadratic time for a long host of letters beyond ASCII. */
const MAX_HANDLER_LENGTH = 2_000;

/**
 * Sends an event of the portal to the handler of an application, given as `{"handler": "http://…"}`, and reports the
 * response. The handler must be on this machine, like the emulator itself.
 */
export async function sendEvent(body: string, makeEvent: () => URLSearchParams): Promise<ControlAnswer> {
  const handler = readHandler(body);
  if (handler === undefined) {
    const problem =
      'The body must name a handler on this machine: {"handler": "http://127.0.0.1:4000/bitrix24/install"}.';
    return { status: 400, body: { problem } };
  }
  const answer = await fetch(handler, { method: 'POST', body: makeEvent() }).catch(() => undefined);
  return answer === undefined
    ? { status: 502, body: { problem: 'The handler cannot be reached.' } }
    : { status: 200, body: { handlerStatus: answer.status, handlerBody: await answer.text() } };
}

function readHandler(body: string): string | undefined {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return undefined;
  }
  const handler: unknown =
    typeof value === 'object' && value !== null && 'handler' in value ? value.handler : undefined;
  if (typeof handler !== 'string' || handler.length > MAX_HANDLER_LENGTH || !URL.canParse(handler))
    return undefined;
  const { protocol, hostname } = new URL(handler);
  const isHere = ['127.0.0.1', 'localhost', '[::1]'].includes(hostname);
  return /^https?:$/.test(protocol) && isHere ? handler : undefined;
}
