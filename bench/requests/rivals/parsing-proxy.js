// The byte proxy, and what any GraphQL server has to do as well: parses both bodies and serialises them again.
import { createServer } from 'node:http';
import { json } from 'node:stream/consumers';
import { request } from 'undici';

createServer(async (incoming, response) => {
  const upstream = await request(process.env.PORTAL + incoming.url.slice(1), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(await json(incoming)),
  });
  const body = JSON.stringify(await upstream.body.json());
  response.writeHead(upstream.statusCode, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
  });
  response.end(body);
}).listen(Number(process.env.PORT), '127.0.0.1');
