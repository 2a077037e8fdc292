import { readFileSync } from 'node:fs';
import { isEnumType, isInputObjectType, isObjectType, type GraphQLSchema } from 'graphql';
import { describe, expect, it } from 'vitest';
import { createSchema } from '../../src/graphql/schema.ts';
import { declaredMethods } from '../support/declared-methods.ts';
import { startGateway } from '../support/gateway.ts';
import { NEW_LINE } from '../support/operations.ts';

/** What of a REST method is where in the schema, as schema coordinates. */
interface InventoryEntry {
  readonly places: readonly string[];
  /** What the method does or needs that its parameters do not say. */
  readonly note?: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly result: Readonly<Record<string, string>>;
}

const inventory = JSON.parse(
  readFileSync(new URL('rest-inventory.json', import.meta.url), 'utf8'),
) as Readonly<Record<string, InventoryEntry>>;

/** Whether a schema has a type, field, argument or input field: `Type`, `Type.field`, `Type.field(argument:)`. */
function has(schema: GraphQLSchema, coordinate: string): boolean {
  const [, typeName = '', fieldName, argumentName] =
    /^(\w+)(?:\.(\w+)(?:\((\w+):\))?)?$/.exec(coordinate) ?? [];
  const type = schema.getType(typeName);
  if (!type || fieldName === undefined) return type !== undefined;
  if (isEnumType(type)) return type.getValue(fieldName) !== undefined;
  if (isInputObjectType(type)) return fieldName in type.getFields();
  if (!isObjectType(type)) return false;
  const field = type.getFields()[fieldName];
  return (
    field !== undefined &&
    (argumentName === undefined || field.args.some(({ name }) => name === argumentName))
  );
}

/** What methods answer, by method: one row with every field there is. */
async function answersOfPortal(): Promise<Map<string, Set<string>>> {
  await using gateway = await startGateway({ emulator: { usersByWebhook: true } });
  const { portal, webhookUrl } = gateway.emulator;
  portal.putUser({ id: 1 });
  portal.addCall({});
  portal.setConnector({ paid: true, paidUntil: '2030-01-01T00:00:00+03:00' });
  const call = async (method: string, params: object) => {
    const response = await fetch(webhookUrl + method, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(params),
    });
    const { result } = (await response.json()) as { result: unknown };
    const rows = (Array.isArray(result) ? result : [result]) as unknown[];
    return rows.flatMap((row) => (typeof row === 'object' && row !== null ? Object.keys(row) : []));
  };
  const line = Object.fromEntries(
    Object.entries(NEW_LINE).map(([name, value]) => [name.toUpperCase(), value.toLowerCase()]),
  );
  const answers = new Map<string, Set<string>>();
  const note = async (method: string, params: object = {}) => {
    const fields = await call(`voximplant.${method}`, params);
    const known = answers.get(`voximplant.${method}`) ?? [];
    answers.set(`voximplant.${method}`, new Set([...known, ...fields]));
  };
  await note('sip.add', line);
  await note('sip.add', { ...line, TYPE: 'office', TITLE: 'other' });
  await note('sip.get');
  await note('sip.status', { REG_ID: 150907 });
  await note('sip.connector.status');
  await note('user.get', { USER_ID: [1] });
  await note('url.get');
  await note('statistic.get');
  await note('callback.start', { FROM_LINE: 'reg150907', TO_NUMBER: '79000000000', TEXT_TO_PRONOUNCE: 'a' });
  await note('infocall.startwithtext', {
    FROM_LINE: 'reg150907',
    TO_NUMBER: '79000000000',
    TEXT_TO_PRONOUNCE: 'a',
  });
  await note('infocall.startwithsound', {
    FROM_LINE: 'reg150907',
    TO_NUMBER: '79000000000',
    URL: 'https://a/b.mp3',
  });
  return answers;
}

describe('the methods of voximplant', () => {
  it('are all in the inventory, and what the gateway calls is', async () => {
    await using gateway = await startGateway();
    const response = await fetch(`${gateway.emulator.webhookUrl}methods`);
    const { result } = (await response.json()) as { result: string[] };
    const ofPortal = result.filter((name) => name.startsWith('voximplant.'));
    const listed = Object.keys(inventory);
    expect(listed.map((name) => name.toLowerCase()).toSorted()).toEqual(ofPortal.toSorted());
    const called = (await declaredMethods())
      .map(({ name }) => name)
      .filter((name) => name.startsWith('voximplant.'));
    expect(called.toSorted()).toEqual(listed.toSorted());
  });

  it('have a place in the schema for everything that is in the inventory', () => {
    const schema = createSchema();
    const coordinates = Object.values(inventory).flatMap(({ places, parameters, result }) => [
      ...places,
      ...Object.values(parameters),
      ...Object.values(result),
    ]);
    expect(coordinates.filter((coordinate) => !has(schema, coordinate))).toEqual([]);
  });

  it('answer nothing that is not in the inventory', async () => {
    for (const [method, fields] of await answersOfPortal()) {
      expect(fields.size, method).toBeGreaterThan(0);
      const known = Object.keys(inventory[method]?.result ?? {});
      expect([method, [...fields].filter((field) => !known.includes(field))]).toEqual([method, []]);
    }
  });

  it('are documented in docs/rest-methods.md', async () => {
    const sections = Object.entries(inventory).map(([method, { places, note, parameters, result }]) => {
      const rows = (kind: string, entries: Readonly<Record<string, string>>) =>
        Object.entries(entries).map(([name, place]) => `| ${kind} | \`${name}\` | \`${place}\` |`);
      return [
        `## ${method}`,
        '',
        places.map((place) => `\`${place}\``).join(', '),
        '',
        ...(note === undefined ? [] : [note, '']),
        '|  | REST | GraphQL |',
        '| --- | --- | --- |',
        ...rows('parameter', parameters),
        ...rows('result', result),
        '',
      ].join('\n');
    });
    const page = [
      '# Where each REST method is in the schema',
      '',
      'Generated from `test/telephony/rest-inventory.json`, which a test compares with the schema, the methods the gateway calls',
      'and what a portal returns: `npx vitest run test/telephony/rest-coverage.test.ts -u` regenerates it. The gateway itself uses',
      '`time` of every response. A result of `1` is checked, and if it proves nothing, the outcome is read back. Unless a note says',
      'otherwise, a method needs the scope `telephony`.',
      '',
      ...sections,
    ].join('\n');
    await expect(page).toMatchFileSnapshot('../../docs/rest-methods.md');
  });
});
