import { hash } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { clientAddress } from '../client-address.ts';
import type { RequestCounts } from '../request-counts.ts';
import { tooManyRequests } from '../request-limit.ts';

/** Addresses that are blocked, and credentials that are remembered. */
const ROOM = 10_000;

/** Counts requests without a valid credential by their addresses: they have no caller that they could count toward. */
export interface Guesses {
  /**
   * Called before a credential is checked. One that was valid before is never refused here, whatever others send from
   * the same address.
   *
   * @throws Refusal with 429 if its address has guessed too often
   */
  check(request: FastifyRequest): void;
  failed(request: FastifyRequest): void;
  succeeded(request: FastifyRequest): void;
}

/**
 * @param perMinute how many guesses one address has
 * @param counts the guesses of each address
 * @param now milliseconds that never go back
 */
export function createGuesses(perMinute: number, counts: RequestCounts, now: () => number): Guesses {
  const blockedUntil = new Map<string, number>();
  const valid = new Set<string>();
  return {
    check(request) {
      const leftMs = (blockedUntil.get(clientAddress(request)) ?? -Infinity) - now();
      if (leftMs > 0 && !valid.has(credentialOf(request))) throw tooManyRequests(Math.ceil(leftMs));
    },
    failed(request) {
      const address = clientAddress(request);
      const { count, endsInMs } = counts.add(address);
      if (count < perMinute) return;
      remember(blockedUntil, address);
      blockedUntil.set(address, now() + endsInMs);
    },
    succeeded(request) {
      const credential = credentialOf(request);
      remember(valid, credential);
      valid.add(credential);
    },
  };
}

/** Makes room for a key, at the expense of the oldest. */
function remember(known: Map<string, unknown> | Set<string>, key: string): void {
  known.delete(key);
  const [oldest] = known.keys();
  if (known.size >= ROOM && oldest !== undefined) known.delete(oldest);
}

function credentialOf({ headers }: FastifyRequest): string {
  return hash('sha256', headers.authorization ?? '', 'base64');
}
