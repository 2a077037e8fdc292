import { collationKey } from './collation.ts';
import { lineIdOf } from './sip-line.ts';
import type { SipLine } from './sip-line.ts';

/** A number rented from the carrier; it has a title and a CONFIG_ID like a SIP line. */
export interface RentedNumber {
  readonly configId: number;
  /** Digits; also its identifier as an outgoing line. */
  readonly number: string;
  readonly title: string;
}

/** The id of the outgoing line while the portal has no line of its own. */
export const NO_OUTGOING_LINE = 'LINK_BASE_NUMBER';

/** The lines of the whole portal: SIP lines of every application, rented numbers and lines of applications. */
export interface TelephonyStore {
  /** Stores a line under new identifiers. */
  addLine(line: (ids: { id: number; configId: number }) => SipLine): SipLine;
  addNumber(number: Omit<RentedNumber, 'configId'>): RentedNumber;
  /** Adds the line of an external telephony application: `REST_APP:n`, or a number as the application wrote it. */
  addApplicationLine(lineId: string): void;
  updateLine(configId: number, changes: Partial<Omit<SipLine, 'id' | 'configId'>>): SipLine | undefined;
  removeLine(configId: number): void;
  line(configId: number): SipLine | undefined;
  lineByRegistration(regId: number): SipLine | undefined;
  lines(): Iterable<SipLine>;
  numbers(): Iterable<RentedNumber>;
  cloudLines(): number;
  /** Whether a line or rented number other than `exceptConfigId` has this title, as the database compares texts. */
  titleTaken(title: string, exceptConfigId?: number): boolean;
  hasConfig(configId: number): boolean;
  outgoingLine(): string;
  setOutgoingLine(lineId: string): void;
  /** The identifier of this line or number as an outgoing line. */
  lineId(configId: number): string | undefined;
  /** Whether a SIP line or rented number has this identifier. */
  knowsLineId(lineId: string): boolean;
  /** Whether the line, or the number, belongs to an external telephony application. */
  isApplicationLine(lineId: string): boolean;
}

export function createTelephonyStore(firstConfigId: number): TelephonyStore {
  const lines = new Map<number, SipLine>();
  const numbers = new Map<number, RentedNumber>();
  const applicationLines = new Set<string>();
  const titles = createTitleIndex();
  const byLineId = new Map<string, Set<number>>();
  const byRegistration = new Map<number, number>();
  let nextId = firstConfigId;
  let nextConfigId = firstConfigId;
  let outgoing = NO_OUTGOING_LINE;
  let cloud = 0;

  function index(line: SipLine): void {
    titles.add(line.title, line.configId);
    const lineId = lineIdOf(line);
    const owners = byLineId.get(lineId) ?? new Set<number>();
    byLineId.set(lineId, owners.add(line.configId));
    if (line.type === 'cloud') cloud += 1;
    if (line.regId !== null && line.regId > 0) byRegistration.set(line.regId, line.configId);
  }

  function unindex(line: SipLine): void {
    titles.remove(line.title, line.configId);
    const lineId = lineIdOf(line);
    const owners = byLineId.get(lineId);
    owners?.delete(line.configId);
    if (owners?.size === 0) byLineId.delete(lineId);
    if (line.type === 'cloud') cloud -= 1;
    if (line.regId !== null) byRegistration.delete(line.regId);
  }

  const lineId = (configId: number): string | undefined => {
    const line = lines.get(configId);
    return line === undefined ? numbers.get(configId)?.number : lineIdOf(line);
  };

  return {
    addLine: (make) => {
      const line = make({ id: nextId, configId: nextConfigId });
      nextId += 1;
      nextConfigId += 1;
      lines.set(line.configId, line);
      index(line);
      if (outgoing === NO_OUTGOING_LINE) outgoing = lineIdOf(line);
      return line;
    },
    addNumber: (number) => {
      const stored = { ...number, configId: nextConfigId };
      nextConfigId += 1;
      numbers.set(stored.configId, stored);
      titles.add(stored.title, stored.configId);
      byLineId.set(stored.number, new Set([stored.configId]));
      if (outgoing === NO_OUTGOING_LINE) outgoing = stored.number;
      return stored;
    },
    addApplicationLine: (value) => void applicationLines.add(value),
    updateLine: (configId, changes) => {
      const before = lines.get(configId);
      if (before === undefined) return undefined;
      const wasOutgoing = outgoing === lineIdOf(before);
      unindex(before);
      const after = { ...before, ...changes };
      lines.set(configId, after);
      index(after);
      if (wasOutgoing) outgoing = lineIdOf(after);
      return after;
    },
    removeLine: (configId) => {
      const line = lines.get(configId);
      if (line === undefined) return;
      unindex(line);
      lines.delete(configId);
      if (outgoing === lineIdOf(line)) {
        const first = Math.min(...[lines, numbers].flatMap((each) => firstKey(each)));
        outgoing = lineId(first) ?? NO_OUTGOING_LINE;
      }
    },
    line: (configId) => lines.get(configId),
    lineByRegistration: (regId) => lines.get(byRegistration.get(regId) ?? -1),
    lines: () => lines.values(),
    numbers: () => numbers.values(),
    cloudLines: () => cloud,
    titleTaken: (title, exceptConfigId) => titles.has(title, exceptConfigId),
    hasConfig: (configId) => lines.has(configId) || numbers.has(configId),
    outgoingLine: () => outgoing,
    setOutgoingLine: (value) => {
      outgoing = value;
    },
    lineId,
    knowsLineId: (value) => byLineId.has(value),
    isApplicationLine: (value) => applicationLines.has(value),
  };
}

/** Identifiers only increase, so the first key of a map is the lowest. */
function firstKey(map: ReadonlyMap<number, unknown>): readonly number[] {
  for (const key of map.keys()) return [key];
  return [];
}

function createTitleIndex() {
  const owners = new Map<string, Set<number>>();
  return {
    add: (title: string, configId: number): void => {
      const key = collationKey(title);
      owners.set(key, (owners.get(key) ?? new Set<number>()).add(configId));
    },
    remove: (title: string, configId: number): void => {
      const key = collationKey(title);
      const set = owners.get(key);
      set?.delete(configId);
      if (set?.size === 0) owners.delete(key);
    },
    has: (title: string, exceptConfigId: number | undefined): boolean => {
      const set = owners.get(collationKey(title));
      if (set === undefined) return false;
      return exceptConfigId === undefined || !set.has(exceptConfigId) || set.size > 1;
    },
  };
}
