import { telephonyErrors, type TelephonyError } from 'bitrix24-telephony-gateway/client';
import { adviceFor, type Advice } from './advice.ts';

export interface FieldProblem {
  readonly message: string;
  /** CONFIG_ID of the line that has the title. */
  readonly existingConfigId?: string | undefined;
}

export interface Notice extends Advice {
  readonly code: string;
}

export interface Problems {
  /** By the path of the argument, such as `input.title`. */
  readonly fields: Readonly<Record<string, FieldProblem>>;
  /** What belongs to no field, each text once. */
  readonly notices: readonly Notice[];
  /** It was done, but the gateway could not read it back. */
  readonly isApplied: boolean;
}

const NO_CONNECTION: Notice = {
  code: 'NO_CONNECTION',
  text: 'There is no connection to the gateway. It is safe to try again.',
  retryAfterMs: 0,
};

const UNKNOWN = 'Something went wrong. Ask the operator of the gateway.';

/** The fields of forms and tables, as in `input.title` and `inputs.3.title`. */
const FIELD = /^(input|inputs\.\d+)\.(title|server|login|password)$/;

/**
 * Sorts what went wrong into what belongs to a field and what does not. Nothing is left out.
 *
 * @param result what Apollo Client returned, or its error; undefined if all is well
 */
export function problemsOf(result: unknown): Problems {
  const { errors, others, failure } = telephonyErrors(result);
  const found = errors.flatMap(problemsOfError);
  return {
    fields: Object.fromEntries(
      found.flatMap(({ path, notice: _notice, ...field }) => (FIELD.test(path) ? [[path, field]] : [])),
    ),
    notices: withoutRepeats([
      ...found.filter(({ path }) => !FIELD.test(path)).map(({ notice }) => notice),
      ...others.map(({ message, extensions: { code } }) => ({
        code: String(code),
        text: message || UNKNOWN,
      })),
      ...(failure === undefined ? [] : [NO_CONNECTION]),
    ]),
    isApplied: errors.some(({ extensions }) => extensions.applied),
  };
}

/** The problems of one entry of a list, by the index in the paths of its errors. */
export function problemsOfEntry(result: unknown, index: number): Problems {
  const { errors } = telephonyErrors(result);
  return problemsOf({ errors: errors.filter(({ path }) => path[1] === index) });
}

/** Everything that went wrong, as texts. */
export function textsOf({ fields, notices }: Problems): string[] {
  return [...Object.values(fields).map(({ message }) => message), ...notices.map(({ text }) => text)];
}

/** Of notices with the same text, the one with the longest wait. */
export function withoutRepeats(notices: readonly Notice[]): Notice[] {
  const byText = new Map<string, Notice>();
  for (const notice of notices) {
    const known = byText.get(notice.text);
    if (!known || (notice.retryAfterMs ?? 0) > (known.retryAfterMs ?? 0)) byText.set(notice.text, notice);
  }
  return [...byText.values()];
}

interface FoundProblem extends FieldProblem {
  readonly path: string;
  /** What to show if no field has the path. */
  readonly notice: Notice;
}

function problemsOfError(error: TelephonyError): FoundProblem[] {
  const { message, extensions } = error;
  const notice = { code: extensions.code, ...adviceFor(error) };
  switch (extensions.code) {
    case 'TITLE_EXISTS': {
      const { argument, existingConfigId } = extensions;
      return [{ path: argument.join('.'), message, existingConfigId, notice }];
    }
    case 'BAD_USER_INPUT':
      return extensions.problems.map((problem) => {
        const path = problem.argument.join('.');
        const text = path === '' ? problem.message : `${path}: ${problem.message}`;
        return { path, message: problem.message, notice: { ...notice, text } };
      });
    default:
      return [{ path: '', message, notice }];
  }
}
