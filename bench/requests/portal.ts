import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import process from 'node:process';
import { text } from 'node:stream/consumers';

// node portal.js PORTS: a portal in a process of its own that returns at once what a portal would, at as many ports as
// there are to be portals. Prints the ports. `{ delayMs }` over IPC makes it wait before each response from then on.

const PAGE = 50;
const TIME =
  '{"start":1790000000.1,"finish":1790000000.101,"duration":0.001,"processing":0.001,"date_start":"2026-09-21T15:33:20+03:00","date_finish":"2026-09-21T15:33:20+03:00","operating_reset_at":1790000600,"operating":0}';

interface Result {
  readonly result: string;
  /** Lists only. */
  readonly total?: number;
}

let delayMs = 0;
let added = 1_000_000;

function line(configId: number | string, title: string, added: boolean): string {
  const regId = added ? 150_907 : '"150907"';
  return `{${added ? `"ID":"${configId}",` : ''}"TYPE":"cloud","CONFIG_ID":"${configId}","REG_ID":${regId},"SERVER":"sip.example.com","LOGIN":"sales","PASSWORD":"replace-me","AUTH_USER":null,"OUTBOUND_PROXY":null,"DETECT_LINE_NUMBER":"N","LINE_DETECT_HEADER_ORDER":"diversion;to","REGISTRATION_STATUS_CODE":"200","REGISTRATION_ERROR_MESSAGE":null,"TITLE":${JSON.stringify(title)}}`;
}

const listed = (id: number | string) => line(id, `Line ${id}`, false);
const FIRST_PAGE = `[${Array.from({ length: PAGE }, (_, index) => listed(index + 1)).join()}]`;

/** The parameters that the benchmark's operations send. */
interface Params {
  readonly TITLE?: string;
  readonly FILTER?: { readonly CONFIG_ID?: readonly string[]; readonly '=TITLE'?: string };
  readonly cmd?: Readonly<Record<string, string>>;
}

function run(method: string, params: Params): Result {
  if (method === 'voximplant.sip.add') {
    added += 1;
    return { result: line(added, params.TITLE ?? '', true) };
  }
  const { FILTER: filter } = params;
  if (filter?.['=TITLE'] !== undefined) return { result: '[]', total: 0 };
  const ids = filter?.CONFIG_ID;
  return ids
    ? { result: `[${ids.map(listed).join()}]`, total: ids.length }
    : { result: FIRST_PAGE, total: PAGE };
}

function runBatch(commands: Readonly<Record<string, string>>): string {
  const results = Object.entries(commands).map(([key, command]) => {
    const [method = '', query = ''] = command.split('?', 2);
    return { key, ...run(method, readQuery(query)) };
  });
  const map = (entries: readonly string[]) => (entries.length > 0 ? `{${entries.join()}}` : '[]');
  const totals = results.flatMap(({ key, total }) => (total === undefined ? [] : [`"${key}":${total}`]));
  return `{"result":${map(results.map(({ key, result }) => `"${key}":${result}`))},"result_error":[],"result_total":${map(totals)},"result_next":[],"result_time":${map(results.map(({ key }) => `"${key}":${TIME}`))}}`;
}

function readQuery(query: string): Params {
  const pairs = [...new URLSearchParams(query)];
  const title = pairs.find(([name]) => name === 'TITLE')?.[1];
  const wanted = pairs.find(([name]) => name === 'FILTER[=TITLE]')?.[1];
  const ids = pairs.filter(([name]) => name.startsWith('FILTER[CONFIG_ID]')).map(([, value]) => value);
  return {
    ...(title !== undefined && { TITLE: title }),
    FILTER: {
      ...(wanted !== undefined && { '=TITLE': wanted }),
      ...(ids.length > 0 && { CONFIG_ID: ids }),
    },
  };
}

function respond(path: string, body: string): string {
  const method = path.slice(path.lastIndexOf('/') + 1).replace(/\.json$/, '');
  const params = JSON.parse(body) as Params;
  if (method === 'batch') return `{"result":${runBatch(params.cmd ?? {})},"time":${TIME}}`;
  const { result, total } = run(method, params);
  return `{"result":${result},${total === undefined ? '' : `"total":${total},`}"time":${TIME}}`;
}

async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const answer = respond(request.url ?? '', await text(request));
  if (delayMs > 0) await new Promise((resolve) => setTimeout(resolve, delayMs));
  response.writeHead(200, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(answer),
  });
  response.end(answer);
}

async function listen(): Promise<number> {
  // Connections stay open between the rows, as long as those of a portal that is in use.
  const server = createServer({ keepAliveTimeout: 3_600_000 }, (request, response) => {
    void serve(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return typeof address === 'object' ? (address?.port ?? 0) : 0;
}

process.on('message', (message) => {
  if (typeof message === 'object' && message !== null && 'delayMs' in message)
    delayMs = Number(message.delayMs);
});
const ports = await Promise.all(Array.from({ length: Number(process.argv[2]) }, listen));
process.stdout.write(`${ports.join(' ')}\n`);
