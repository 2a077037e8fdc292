import { describe, expect, it } from 'vitest';
import type { Emulator } from '../../src/emulator/emulator.ts';
import { startApplication } from '../support/application.ts';
import { startGateway, type GraphQLAnswer } from '../support/gateway.ts';
import { ADD_SIP_LINE, NEW_LINE } from '../support/operations.ts';

type Ask = (query: string, variables?: Record<string, unknown>) => Promise<GraphQLAnswer>;

const LINES = '{ sipLines { nodes { title } } outgoingLines { sipLine { title } } }';
const UPDATE = `mutation ($configId: ID!) {
  updateSipLine(configId: $configId, input: { login: "changed" }) { login }
}`;
const DELETE = 'mutation ($configId: ID!) { deleteSipLine(configId: $configId) { configId } }';

/** A line of the gateway, one of a person, one of another webhook and one of another application. */
async function addLines({ portal, origin }: Emulator, ask: Ask) {
  const { data } = await ask(ADD_SIP_LINE, { input: { ...NEW_LINE, title: 'Own' } });
  const webhook = portal.addWebhook({ code: 'anotherwebhook' });
  const added = await fetch(`${origin}${webhook}voximplant.sip.add`, {
    method: 'POST',
    body: new URLSearchParams({ TITLE: 'Of a webhook', SERVER: 's', LOGIN: 'l' }),
  });
  const { result } = (await added.json()) as { result: { CONFIG_ID: string } };
  return {
    own: (data?.['addSipLine'] as { configId: string }).configId,
    ofWebhook: result.CONFIG_ID,
    ofPerson: String(portal.addLineOfPerson({ type: 'cloud', title: 'Of a person' }).configId),
    ofApplication: String(portal.addForeignLine({ type: 'office', title: 'Of an application' }).configId),
  };
}

async function titlesSeen(ask: Ask): Promise<{ lines: unknown[]; behind: unknown[] }> {
  const { data, errors } = await ask(LINES);
  expect(errors).toBeUndefined();
  const { sipLines, outgoingLines } = data as {
    sipLines: { nodes: { title: string }[] };
    outgoingLines: { sipLine: { title: string } | null }[];
  };
  return {
    lines: sipLines.nodes.map(({ title }) => title),
    behind: outgoingLines.map(({ sipLine }) => sipLine?.title).toSorted(),
  };
}

/** What comes of it to change, to take the title of, and to delete a line. */
async function tryAll(ask: Ask, configId: string, title: string) {
  const updated = await ask(UPDATE, { configId });
  const taken = await ask(ADD_SIP_LINE, { input: { ...NEW_LINE, title } });
  const deleted = await ask(DELETE, { configId });
  return {
    updated: updated.errors?.[0]?.extensions['code'] ?? updated.data?.['updateSipLine'],
    existingConfigId: taken.errors?.[0]?.extensions['existingConfigId'],
    deleted: deleted.errors?.[0]?.extensions['code'] ?? deleted.data?.['deleteSipLine'],
  };
}

const hidden = { updated: 'NOT_FOUND', existingConfigId: undefined, deleted: 'NOT_FOUND' };
const visible = (configId: string) => ({
  updated: { login: 'changed' },
  existingConfigId: configId,
  deleted: { configId },
});

describe('the lines that a gateway sees', () => {
  it("through a webhook are all that no application added, people's included", async () => {
    await using gateway = await startGateway();
    const ids = await addLines(gateway.emulator, gateway.query);
    const seen = ['Own', 'Of a webhook', 'Of a person'];
    expect(await titlesSeen(gateway.query)).toEqual({
      lines: seen,
      behind: [...seen.toSorted(), undefined],
    });
    expect(await tryAll(gateway.query, ids.ofPerson, 'Of a person')).toEqual(visible(ids.ofPerson));
    expect(await tryAll(gateway.query, ids.ofWebhook, 'Of a webhook')).toEqual(visible(ids.ofWebhook));
    expect(await tryAll(gateway.query, ids.ofApplication, 'Of an application')).toEqual(hidden);
    expect(gateway.emulator.portal.lines().map(({ title }) => title)).toEqual(['Own', 'Of an application']);
  });

  it('as an application are those that it added itself', async () => {
    await using application = await startApplication();
    await application.install();
    const ask: Ask = (query, variables = {}) => application.ask(query, { variables });
    const ids = await addLines(application.portal, ask);
    expect(await titlesSeen(ask)).toEqual({
      lines: ['Own'],
      behind: ['Own', undefined, undefined, undefined],
    });
    expect(await tryAll(ask, ids.ofPerson, 'Of a person')).toEqual(hidden);
    expect(await tryAll(ask, ids.ofWebhook, 'Of a webhook')).toEqual(hidden);
    expect(await tryAll(ask, ids.ofApplication, 'Of an application')).toEqual(hidden);
    expect(await tryAll(ask, ids.own, 'Own')).toEqual(visible(ids.own));
  });
});
