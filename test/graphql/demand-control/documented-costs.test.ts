import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { readSettings } from '../../../src/config/read-settings.ts';
import { runBounds } from '../../../src/graphql/demand-control/operation-run.ts';
import { PRICES } from '../../../src/graphql/demand-control/prices.ts';
import { createCostCalculator } from '../../support/costs.ts';
import { LINE_FIELDS, NEW_LINE } from '../../support/operations.ts';

const page = readFileSync('docs/security.md', 'utf8').replaceAll(/ +/g, ' ');

const ALL_OF_LINE = `${LINE_FIELDS} lineId isDefaultOutgoing settingsUrl lastRegistration { statusCode errorMessage }
  registration { regId status statusCode errorMessage lastUpdated }`;
const ALL_OF_CALL = `id statisticId callId externalCallId type category outcome failedCode failedReason userId lineId
  phoneNumber startedAt durationSeconds cost costCurrency vote comment recordUrl recordDurationSeconds recordFileId
  transcriptId transcriptPending logUrl sessionId redialAttempt crmEntityType crmEntityId crmActivityId restAppId
  restAppName user { userId innerNumber } line { name } sipLine { title }`;

it.each<[string, string, Record<string, unknown>?]>([
  [
    '`addSipLine` with all fields of the line',
    `mutation ($input: AddSipLineInput!) { addSipLine(input: $input) { ${ALL_OF_LINE} } }`,
    { input: NEW_LINE },
  ],
  [
    'a page of 50 lines with title and registration',
    '{ sipLines { nodes { title registration { status } } } }',
  ],
  ['200 lines with all their fields', `{ sipLines(first: 200) { nodes { ${ALL_OF_LINE} } } }`],
  [
    '200 calls with all their fields, users and lines',
    `{ telephonyCalls(first: 200) { nodes { ${ALL_OF_CALL} } } }`,
  ],
  [
    '100 lines to add, read back with all their fields',
    `mutation ($inputs: [AddSipLineInput!]!) { addSipLines(inputs: $inputs) { ${ALL_OF_LINE} } }`,
    { inputs: Array.from({ length: 100 }, () => NEW_LINE) },
  ],
  ['200 lines with 50 calls each', '{ sipLines(first: 200) { nodes { calls { nodes { statisticId } } } } }'],
])('docs/security.md documents the cost: %s', (name, text, variables) => {
  const cost = Math.ceil(createCostCalculator()(text, variables)).toLocaleString('en');
  const documented = page.split('\n').find((line) => line.startsWith(`| ${name} |`));
  expect(documented).toBe(`| ${name} | ${cost} |`);
});

it('docs/security.md documents the prices and the bounds', () => {
  const { value, introspectionValue, argumentValue, character, row, entities, mutation } = PRICES;
  for (const line of [
    `| a mutation | ${mutation} |`,
    `including \`__typename\` | ${value}; ${introspectionValue} in introspection |`,
    `| each value within an argument | ${argumentValue} |`,
    `| each character of response keys and arguments | ${character} |`,
    `| each row that a page reads, selected or not | ${row} |`,
    `besides the selection for each representation | ${entities} |`,
  ]) {
    expect(page).toContain(line);
  }
  const { costLimit, deadlines } = readSettings({});
  const bounds = runBounds(costLimit, deadlines.readMs);
  for (const [name, bound] of [
    ['commands to the portal, of a query', bounds.commands.toLocaleString('en')],
    [
      'commands to the portal, of a mutation',
      `${bounds.commandsOfMutation.toLocaleString('en')}: up to 900 writes, and what they read. No write is cut short`,
    ],
    ['values in the response', bounds.values.toLocaleString('en')],
    ['characters in strings and response keys', bounds.characters.toLocaleString('en')],
    ['fields that fail', bounds.errors.toLocaleString('en')],
    ['duration of a query', `${bounds.queryMs / 1000} seconds: three times \`BITRIX24_READ_DEADLINE_MS\``],
  ]) {
    expect(page).toContain(`| ${name} | ${bound} |`);
  }
});
