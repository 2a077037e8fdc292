import type { Chance } from './chance.ts';
import { pause, type ClientOfKeys } from './client-of-keys.ts';
import { READ_LINES, readLine } from './operations.ts';
import { linesIn } from './outcomes.ts';

const LONGEST_PAUSE_MS = 1_500;
const MOST_UPDATES = 3;
const MOST_IN_LIST = 4;
const READS_AT_ONCE = 8;
const HIGHEST_ID = 500;
/** Of the lines. The others stay to the end. */
const DELETED = 0.9;

export interface UserOptions {
  readonly client: ClientOfKeys;
  readonly chance: Chance;
  readonly newTitle: () => string;
  readonly newNumber: () => string;
  readonly goesOn: () => boolean;
}

/** Someone who does one thing after another, until the load ends. */
export async function runUser({ client, chance, newTitle, newNumber, goesOn }: UserOptions): Promise<void> {
  const add = async (titles: readonly string[], contested = false) =>
    linesIn(await client.insist({ kind: 'add', titles, contested }));

  /** What becomes of a line after it was added. */
  async function live(configId: string): Promise<void> {
    for (let updates = Math.floor(chance.between(0, MOST_UPDATES)); updates > 0 && goesOn(); updates -= 1) {
      const server = `server-${Math.floor(chance.between(0, 1e6))}.example.com`;
      const isDone = await client.insist({ kind: 'update', configId, server });
      if (isDone === undefined) return;
    }
    if (chance.is(DELETED)) await client.insist({ kind: 'delete', configId });
  }

  async function addOne(): Promise<void> {
    for (const { configId } of await add([newTitle()])) await live(configId);
  }

  async function addSeveral(): Promise<void> {
    const titles = Array.from({ length: Math.floor(chance.between(2, MOST_IN_LIST + 1)) }, newTitle);
    await Promise.all((await add(titles)).map(({ configId }) => live(configId)));
  }

  /** Two people want the same title. */
  async function contest(): Promise<void> {
    const title = newTitle();
    const lines = await Promise.all([add([title], true), add([title], true)]);
    for (const { configId } of lines.flat()) await live(configId);
  }

  async function call(): Promise<void> {
    await client.insist({ kind: 'call', number: newNumber() });
  }

  const readList = () => client.read(READ_LINES);

  /** More at once than the portal's rate takes, if several do it. */
  async function readMany(): Promise<void> {
    const ids = Array.from({ length: READS_AT_ONCE }, () => Math.floor(chance.between(1, HIGHEST_ID)));
    await Promise.all(ids.map((id) => client.read(readLine(id))));
  }

  const things = [addOne, addOne, addOne, addSeveral, contest, call, call, readList, readMany, readMany];
  while (goesOn()) {
    await chance.pick(things)?.();
    await pause(chance.between(0, LONGEST_PAUSE_MS));
  }
}
