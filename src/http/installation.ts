import { isUtf8 } from 'node:buffer';
import type { IncomingMessage } from 'node:http';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import {
  exchangesToken,
  INSTALLATION_EVENTS,
  type EventOutcome,
  type HandleEvent,
} from '../credentials/application/installation-events.ts';
import { clientError } from '../graphql/errors/client-error.ts';
import type { Logger } from '../observability/logger.ts';
import { clientAddress } from './client-address.ts';
import type { CreateCounts } from './create-counts.ts';
import type { HeldMemory } from './held-memory.ts';
import { encodesUtf8 } from './percent-encoding.ts';
import { readBody } from './read-body.ts';
import { badRequest, Refusal } from './refusal.ts';
import { requestLimit, tooManyRequests } from './request-limit.ts';
import { createSharedBudget } from '../credentials/application/shared-budget.ts';

/** An event has a dozen short fields. */
const BODY_LIMIT = 64 * 1024;

/** Events of one address. */
const EVENTS_PER_MINUTE = 30;

/**
 * Installations and updates that all addresses together may report. Each makes the gateway call the vendor's server
 * once, twice if the portal is known already, and that server blocks clients that call too often.
 */
const EXCHANGES = { total: 120, windowMs: 60_000 } as const;

/** When an event is worth sending again after the vendor's server could not be reached. */
const RETRY_AFTER_MS = 30_000;

export interface InstallationOptions {
  readonly handle: HandleEvent;
  readonly logger: Logger;
  /** Milliseconds that never go back. */
  readonly now: () => number;
  readonly createCounts: CreateCounts;
  /** Where the bodies of events are recorded. */
  readonly held: HeldMemory;
}

/**
 * `POST /bitrix24/install`: the address that the application's card at the vendor names for its events. They come as
 * forms, so forms are read here and nowhere else.
 */
export async function registerInstallation(
  server: FastifyInstance,
  { handle, logger, now, createCounts, held }: InstallationOptions,
): Promise<void> {
  const exchanges = createSharedBudget({ ...EXCHANGES, now });
  await server.register(async (scope) => {
    scope.addHook(
      'onRequest',
      await requestLimit(scope, {
        perMinute: EVENTS_PER_MINUTE,
        nameOf: clientAddress,
        kind: 'events',
        createCounts,
      }),
    );
    scope.addContentTypeParser(
      'application/x-www-form-urlencoded',
      async (request: FastifyRequest, payload: IncomingMessage) => {
        const holding = held.open(`address ${clientAddress(request)}`);
        try {
          return parseForm(await readBody(payload, BODY_LIMIT, holding));
        } finally {
          holding.release();
        }
      },
    );
    scope.post('/bitrix24/install', async (request) => {
      const form = request.body instanceof URLSearchParams ? request.body : new URLSearchParams();
      if (exchangesToken(form)) {
        const retryAfterMs = exchanges.take(clientAddress(request));
        if (retryAfterMs > 0) throw tooManyRequests(retryAfterMs);
      }
      const outcome = await handle(form);
      // The names of others are not logged: anybody can make one up.
      const event = INSTALLATION_EVENTS.find((known) => known === form.get('event')) ?? 'another';
      logger[outcome === 'accepted' ? 'info' : 'warn'](
        { requestId: request.id, event, outcome },
        'event of a portal',
      );
      return responseTo(outcome);
    });
  });
}

/**
 * Bytes that are not UTF-8 are refused, percent-encoded or not: a token that was decoded leniently is another one.
 *
 * @throws Refusal
 */
function parseForm(body: Buffer): URLSearchParams {
  const text = body.toString();
  if (!isUtf8(body) || !encodesUtf8(text)) throw badRequest(400, NOT_UTF8);
  return new URLSearchParams(text);
}

function responseTo(outcome: EventOutcome): object {
  switch (outcome) {
    case 'accepted':
      return { status: 'accepted' };
    case 'refused':
      throw new Refusal(403, clientError('FORBIDDEN', { message: REFUSED }));
    case 'unavailable':
      throw new Refusal(
        503,
        clientError('PORTAL_UNAVAILABLE', { message: UNAVAILABLE }, { retryAfterMs: RETRY_AFTER_MS }),
      );
    case 'unknown':
      throw badRequest(400, UNKNOWN);
  }
}

const NOT_UTF8 = 'The request body is not percent-encoded UTF-8.';
const REFUSED = 'This event could not be verified: it must come from a portal that has this application.';
const UNAVAILABLE =
  'This event cannot be verified at the moment. Send it again after "retryAfterMs" milliseconds.';
const UNKNOWN =
  'This event is not supported: send ONAPPINSTALL, ONAPPUPDATE, ONAPPUNINSTALL or ONAPPMETHODCONFIRM.';
