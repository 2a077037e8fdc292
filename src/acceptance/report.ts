import type { CredentialKind } from '../doctor/check-portal.ts';
import type { AcceptanceReport } from './run.ts';

/** What is known about a run besides its report. */
export interface RunDetails {
  readonly kind: CredentialKind;
  /** `name/version` of this gateway. */
  readonly gateway: string;
  /** The day of the run, `YYYY-MM-DD`. */
  readonly day: string;
}

/** The report as Markdown, to paste into an issue. Names neither the portal nor a line. */
export function toMarkdown(
  { steps, answers, left }: AcceptanceReport,
  { kind, gateway, day }: RunDetails,
): readonly string[] {
  return [
    `Acceptance run of ${gateway}, ${day}, as ${kind === 'webhook' ? 'a webhook' : 'an application'}.`,
    '',
    ...table(
      ['step', 'result'],
      steps.map(({ name, ok, text }) => [name, `${ok ? 'ok' : 'failed'}: ${text}`]),
    ),
    '',
    left.length === 0 ? 'Nothing was left behind.' : `Left behind: ${left.length}.`,
    ...(answers.length === 0
      ? []
      : [
          '',
          ...table(
            ['open question', 'this portal'],
            answers.map(({ question, answer }) => [question, answer]),
          ),
        ]),
  ];
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.map(cell).join(' | ')} |`);
}

/** A text that stays within its cell. */
function cell(text: string): string {
  return text.replace(/\s+/g, ' ').replaceAll('|', '\\|');
}
