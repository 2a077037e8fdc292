import cors from '@fastify/cors';
import type { FastifyInstance } from 'fastify';

/** How long a browser may remember what a preflight request allowed, in seconds. */
const MAX_AGE_S = 600;

/** Lets browser pages of these origins, such as `https://app.example.com`, send operations and read the responses. */
export async function registerCors(server: FastifyInstance, origins: readonly string[]): Promise<void> {
  if (origins.length === 0) return;
  await server.register(cors, {
    origin: [...origins],
    methods: ['GET', 'POST'],
    allowedHeaders: [
      'content-type',
      'authorization',
      'apollo-require-preflight',
      'x-bitrix24-portal',
      'x-bitrix24-token',
    ],
    exposedHeaders: ['x-request-id', 'retry-after'],
    maxAge: MAX_AGE_S,
  });
}
