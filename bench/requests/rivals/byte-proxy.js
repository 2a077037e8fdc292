// The least that can stand between a caller and a portal: passes a REST call and its result on as bytes. A bound, not a
// candidate.
import { createServer } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { request } from 'undici';

createServer(async (incoming, response) => {
  const upstream = await request(process.env.PORTAL + incoming.url.slice(1), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: await buffer(incoming),
  });
  const body = Buffer.from(await upstream.body.arrayBuffer());
  response.writeHead(upstream.statusCode, {
    'content-type': 'application/json',
    'content-length': body.length,
  });
  response.end(body);
}).listen(Number(process.env.PORT), '127.0.0.1');
