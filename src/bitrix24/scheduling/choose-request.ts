import { MAX_BATCH_COMMANDS } from '../protocol/batch.ts';
import { finishTime, startMoments } from './finish-time.ts';
import type { Query } from '../protocol/command.ts';

/** Who waits: a person for one of up to ten commands, or a program for many. */
export type Lane = 'interactive' | 'bulk';

/** A command that waits to be sent, as far as the choice depends on it. */
export interface Waiting {
  readonly command: Query;
  /** Expected duration in seconds. */
  readonly seconds: number;
  /** Must not share a request with others. */
  readonly alone: boolean;
  /** A result after this moment is of no use, by the scheduler's clock. */
  readonly answerBy: number;
  readonly operation: {
    readonly lane: Lane;
    /** What it took of the portal so far, in seconds; starts level with the operations being served. */
    readonly served: number;
    /** Seconds of work wanted for it so far, sent or not. */
    readonly wanted: number;
    /** When the last of its requests in flight is expected to end. */
    readonly busyUntil: number;
    /** Commands share a request only under one credential. */
    readonly credential: object;
    /** Callers get equal shares. `served` as for the operation. */
    readonly caller: { readonly served: number };
  };
}

/** Everything else that the choice depends on. Times and durations in milliseconds. */
export interface Situation<W extends Waiting> {
  readonly now: number;
  /** The lane that an operation is served in: all of a caller is bulk if it wants too much at once. */
  readonly laneOf: (operation: W['operation']) => Lane;
  /** Requests that the rate bucket takes now, those it takes when it is empty, and the time until one more. */
  readonly tokens: number;
  readonly burst: number;
  readonly tokenMs: number;
  /** When each in-flight slot becomes free, in ascending order. */
  readonly slotsFreeAt: readonly number[];
  /** Whether there is operating budget left for a `batch` with this operation's credential. */
  readonly maySendBatches: (operation: W['operation']) => boolean;
  readonly bulkInFlight: number;
  /** Whether interactive operations are expected, so that capacity is reserved for them. */
  readonly expectInteractive: boolean;
  /** Whether interactive commands had more than their share while bulk waited. */
  readonly bulkIsOwed: boolean;
}

export type Choice<W extends Waiting> =
  | { readonly kind: 'send'; readonly entries: readonly W[] }
  /** Nothing can be sent until a request ends or `forMs` has passed. */
  | { readonly kind: 'wait'; readonly forMs: number };

/** The longest that the commands of one request may be expected to run: well within the deadlines. */
const MAX_SECONDS = { read: 15, write: 10 } as const;

/**
 * Bulk work longer than this leaves room for others: some slots are kept free, and its requests are staggered so that a
 * newcomer soon finds a free one.
 */
const LONG_BULK_SECONDS = 5;

/** Slots kept free of long bulk while interactive operations are expected. */
export const RESERVED_SLOTS = 3;
const RESERVED_TOKENS = 5;

/** Less work than this does not justify another request: the round trip takes about as long. */
const WORTH_A_REQUEST_SECONDS = 0.1;

/** Share of the time until a deadline that a batch may be expected to take: it may take longer than expected. */
const DEADLINE_SHARE = 0.8;

/** Sums of durations are not exact. */
const ROUNDING = 1e-6;

/** What decides, whatever is waiting, when a request may start. */
export type Moment = Pick<Situation<Waiting>, 'now' | 'tokens' | 'tokenMs' | 'slotsFreeAt'>;

interface Reserve {
  readonly slots: number;
  readonly tokens: number;
}

const NO_RESERVE: Reserve = { slots: 0, tokens: 0 };

/**
 * Chooses the next request: which of the waiting commands go out together now, or how long to wait. The portal runs a
 * batch one command after another, so batching everything is as wrong as batching nothing: the size follows from
 * when all the waiting work can be done at the earliest.
 */
export function chooseRequest<W extends Waiting>(waiting: readonly W[], situation: Situation<W>): Choice<W> {
  const interactive: W[] = [];
  const bulk: W[] = [];
  for (const each of waiting)
    (situation.laneOf(each.operation) === 'interactive' ? interactive : bulk).push(each);
  // Short bulk delays nobody for long. A caller that wants too much will keep wanting more.
  const long = bulk.some(
    ({ operation }) =>
      operation.lane === 'interactive' || operation.wanted > LONG_BULK_SECONDS * situation.slotsFreeAt.length,
  );
  const { expectInteractive, bulkIsOwed, bulkInFlight, slotsFreeAt } = situation;
  const slots = Math.min(RESERVED_SLOTS, slotsFreeAt.length - 1);
  // Interactive commands that take every slot as soon as it is free would keep bulk out for as long as they come.
  const isShortOfSlots = bulkIsOwed && bulkInFlight < slotsFreeAt.length - slots;
  const reserve: Reserve = {
    slots: expectInteractive && long && !isShortOfSlots ? slots : 0,
    tokens: expectInteractive && !bulkIsOwed ? RESERVED_TOKENS : 0,
  };
  const bulkWait = bulk.length > 0 ? startsIn(situation, reserve) : Infinity;
  if (bulkWait === 0 && (interactive.length === 0 || bulkIsOwed)) {
    return { kind: 'send', entries: fill(bulk, 'bulk', situation, reserve) };
  }
  const interactiveWait = interactive.length > 0 ? startsIn(situation, NO_RESERVE) : Infinity;
  if (interactiveWait === 0) {
    return { kind: 'send', entries: fill(interactive, 'interactive', situation, NO_RESERVE) };
  }
  return { kind: 'wait', forMs: Math.min(bulkWait, interactiveWait) };
}

/** Milliseconds until any request could be sent, however many commands wait; Infinity until one ends. */
export function roomIn(moment: Moment): number {
  return startsIn(moment, NO_RESERVE);
}

/** Milliseconds until a request may start as far as the bucket decides it; Infinity while there is no slot. */
function startsIn({ tokens, tokenMs, slotsFreeAt, now }: Moment, reserve: Reserve): number {
  const freeSlots = slotsFreeAt.filter((freeAt) => freeAt <= now).length;
  if (freeSlots <= reserve.slots) return Infinity;
  const missing = 1 + reserve.tokens - tokens;
  return missing <= 0 ? 0 : missing * tokenMs;
}

function fill<W extends Waiting>(
  lane: readonly W[],
  name: Lane,
  situation: Situation<W>,
  reserve: Reserve,
): readonly W[] {
  const sorted = lane.toSorted(name === 'bulk' ? bulkOrder : interactiveOrder);
  const [head] = sorted;
  if (!head || head.alone || !situation.maySendBatches(head.operation)) return sorted.slice(0, 1);

  const plenty = situation.tokens === Infinity || situation.tokens > situation.burst / 2;
  const freeSlots = situation.slotsFreeAt.filter((freeAt) => freeAt <= situation.now).length;
  if (name === 'interactive' && plenty && freeSlots >= lane.length) return [head];

  // Finishing before the operation's own requests in flight would gain nothing.
  const busySeconds = (head.operation.busyUntil - situation.now) / 1000;
  const target = Math.max(secondsToFinish(lane, situation, reserve), name === 'bulk' ? busySeconds : 0);
  const { kind } = head.command.method;
  const most = Math.min(target, MAX_SECONDS[kind]);
  const staggered = name === 'bulk' && plenty && target > LONG_BULK_SECONDS;
  const limit = staggered
    ? (most * (situation.bulkInFlight + 1)) / situation.slotsFreeAt.length
    : MAX_SECONDS[kind];
  // The response arrives once the last command has run, so the earliest deadline bounds the whole batch.
  const leftSeconds = ({ answerBy }: Waiting) => ((answerBy - situation.now) / 1000) * DEADLINE_SHARE;
  let left = leftSeconds(head);

  const entries = [head];
  let seconds = head.seconds;
  for (const entry of sorted.slice(1)) {
    if (entries.length === MAX_BATCH_COMMANDS) break;
    if (entry.alone || entry.command.method.kind !== kind || !sharesCredential(entry, head)) continue;
    // Rather one command too many: a leftover at the end costs a whole extra request.
    if (seconds + entry.seconds / 4 > target + ROUNDING || seconds + entry.seconds > limit + ROUNDING)
      continue;
    if (seconds + entry.seconds > Math.min(left, leftSeconds(entry))) continue;
    left = Math.min(left, leftSeconds(entry));
    entries.push(entry);
    seconds += entry.seconds;
  }
  return entries;
}

/** How soon all the work of a lane can be done, from now. */
function secondsToFinish(lane: readonly Waiting[], situation: Moment, reserve: Reserve): number {
  const { now, tokens, tokenMs, slotsFreeAt } = situation;
  const work = lane.reduce((sum, { seconds }) => sum + seconds, 0) * 1000;
  const starts = startMoments(slotsFreeAt.slice(reserve.slots), now, tokens - reserve.tokens, tokenMs);
  const longest = lane.reduce((most, { seconds }) => Math.max(most, seconds), 0);
  return Math.max((finishTime(work, starts) - now) / 1000, longest, WORTH_A_REQUEST_SECONDS);
}

function sharesCredential(one: Waiting, other: Waiting): boolean {
  return one.operation.credential === other.operation.credential;
}

/** The least served caller first; within a caller, first come, first served, because the sort is stable. */
function interactiveOrder({ operation: one }: Waiting, { operation: other }: Waiting): number {
  return one.caller.served - other.caller.served;
}

/** Likewise, then the least served operation. Its long commands first: the short ones fill the gaps at the end. */
function bulkOrder(one: Waiting, other: Waiting): number {
  return (
    interactiveOrder(one, other) ||
    one.operation.served - other.operation.served ||
    other.seconds - one.seconds
  );
}
