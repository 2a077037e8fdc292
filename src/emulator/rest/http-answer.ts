import { encodeJson } from '../php/json.ts';
import type { Wire } from '../php/json.ts';
import type { HttpAnswer } from '../request.ts';
import type { RestError } from './error.ts';

const PLATFORM_HEADERS = { server: 'nginx', 'x-powered-cms': 'Bitrix Site Manager' } as const;

export function jsonAnswer(status: number, body: Wire): HttpAnswer {
  return {
    status,
    headers: { ...PLATFORM_HEADERS, 'content-type': 'application/json; charset=utf-8' },
    body: encodeJson(body),
  };
}

export function errorBody(error: RestError): { error: string; error_description: string } {
  return { error: error.code, error_description: error.message };
}

const REASONS: ReadonlyMap<number, string> = new Map([
  [301, 'Moved Permanently'],
  [302, 'Found'],
  [307, 'Temporary Redirect'],
  [308, 'Permanent Redirect'],
  [404, 'Not Found'],
  [413, 'Request Entity Too Large'],
  [500, 'Internal Server Error'],
  [502, 'Bad Gateway'],
  [503, 'Service Temporarily Unavailable'],
  [504, 'Gateway Time-out'],
]);

/** An HTML page as the web server in front of the portal writes it. */
export function htmlAnswer(status: number): HttpAnswer {
  const title = `${status} ${REASONS.get(status) ?? 'Error'}`;
  return {
    status,
    headers: { server: 'nginx', 'content-type': 'text/html' },
    body: [
      '<html>',
      `<head><title>${title}</title></head>`,
      '<body>',
      `<center><h1>${title}</h1></center>`,
      '<hr><center>nginx</center>',
      '</body>',
      '</html>',
      '',
    ].join('\r\n'),
  };
}

export function redirectAnswer(status: number, location: string): HttpAnswer {
  const page = htmlAnswer(status);
  return { ...page, headers: { ...page.headers, location } };
}
