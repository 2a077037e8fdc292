import type { AddLinesMutation } from '../__generated__/graphql.ts';
import { problemsOfEntry, withoutRepeats, type Notice, type Problems } from '../errors/problems.ts';
import type { Outcome } from '../hooks/use-send.ts';

export interface RowResult {
  readonly isAdded: boolean;
  readonly text: string;
  /** CONFIG_ID of the line that was added, or that has the title. */
  readonly configId?: string | undefined;
}

/** What came of each row. */
export function resultsOf(count: number, { data, error }: Outcome<AddLinesMutation>): RowResult[] {
  return Array.from({ length: count }, (_row, index) => {
    const line = data?.addSipLines?.[index];
    if (!line) return resultOfProblem(error, index);
    const isRejected = line.type === 'CLOUD' && line.regId === null;
    const text = isRejected ? 'Added, but the provider rejected the registration' : 'Added';
    return { isAdded: true, text, configId: line.configId };
  });
}

function resultOfProblem(error: unknown, index: number): RowResult {
  const { fields, notices } = problemsOfEntry(error, index);
  const problems = Object.values(fields);
  const texts = [
    ...Object.entries(fields).map(([path, { message }]) => `${columnOf(path)}: ${message}`),
    ...notices.map(({ code, text }) => SHORT[code] ?? text),
  ];
  const configId = problems.find(({ existingConfigId }) => existingConfigId)?.existingConfigId;
  return { isAdded: false, text: texts.join(' ') || 'Not added', configId };
}

/** `inputs.3.title`: Title. */
function columnOf(path: string): string {
  const name = path.split('.').at(-1) ?? '';
  return name.charAt(0).toUpperCase() + name.slice(1);
}

/** The notices above the table: which rows they are about, the rows say. */
export function noticesOfRows({ notices, ...problems }: Problems): Problems {
  const isOfRows = ({ code, retryAfterMs }: Notice) => retryAfterMs !== undefined && code !== 'NO_CONNECTION';
  return {
    ...problems,
    notices: withoutRepeats(
      notices.map((notice) => (isOfRows(notice) ? { ...notice, text: AGAIN } : notice)),
    ),
  };
}

const AGAIN = 'Not every row is done. Send the table again as it is: that adds only what is missing.';

/** What the notice above the table explains. */
const SHORT: Readonly<Record<string, string>> = {
  OUTCOME_UNKNOWN: 'Not certain',
  MAX_CLOUD_PBX: 'No room for another cloud line',
};
