import type { Fault, FaultKind } from '../../faults/fault.ts';

export type FaultReading =
  { readonly kind: 'fault'; readonly fault: Fault } | { readonly kind: 'problem'; readonly problem: string };

type FieldType =
  'text' | 'number' | 'boolean' | 'stage' | 'any-stage' | 'late-stage' | 'texts' | 'object' | 'any' | 'times';

interface FieldRule {
  readonly type: FieldType;
  readonly required?: boolean;
}

const SELECTOR: Readonly<Record<string, FieldRule>> = {
  kind: { type: 'text', required: true },
  on: { type: 'text' },
  skip: { type: 'number' },
  times: { type: 'times' },
  probability: { type: 'number' },
};

const FIELDS: Readonly<Record<FaultKind, Readonly<Record<string, FieldRule>>>> = {
  body: {
    stage: { type: 'any-stage' },
    afterMs: { type: 'number' },
    status: { type: 'number', required: true },
    contentType: { type: 'text' },
    body: { type: 'text' },
  },
  drop: { stage: { type: 'any-stage' }, afterMs: { type: 'number' } },
  hang: { stage: { type: 'stage' } },
  truncate: {},
  latin1: {},
  'slow-body': { overMs: { type: 'number', required: true } },
  redirect: { status: { type: 'number' }, location: { type: 'text', required: true } },
  late: { delayMs: { type: 'number', required: true } },
  error: {
    stage: { type: 'stage' },
    status: { type: 'number', required: true },
    code: { type: 'text', required: true },
    description: { type: 'text' },
  },
  result: {
    result: { type: 'any', required: true },
    total: { type: 'number' },
    next: { type: 'number' },
    execute: { type: 'boolean' },
  },
  'result-patch': { merge: { type: 'object' }, remove: { type: 'texts' } },
  slow: { stage: { type: 'late-stage' }, delayMs: { type: 'number', required: true } },
  'batch-missing': { execute: { type: 'boolean' } },
};

const CHECKS: Readonly<
  Record<FieldType, { readonly is: (value: unknown) => boolean; readonly words: string }>
> = {
  text: { is: (value) => typeof value === 'string', words: 'a text' },
  number: { is: (value) => typeof value === 'number' && value >= 0, words: 'a number of 0 or more' },
  boolean: { is: (value) => typeof value === 'boolean', words: 'true or false' },
  stage: { is: (value) => value === 'before' || value === 'after', words: '"before" or "after"' },
  'any-stage': {
    is: (value) => value === 'before' || value === 'during' || value === 'after',
    words: '"before", "during" or "after"',
  },
  'late-stage': { is: (value) => value === 'during' || value === 'after', words: '"during" or "after"' },
  texts: {
    is: (value) => Array.isArray(value) && value.every((each) => typeof each === 'string'),
    words: 'a list of texts',
  },
  object: { is: isRecord, words: 'an object' },
  any: { is: () => true, words: 'any value' },
  times: {
    is: (value) => value === 'infinite' || (typeof value === 'number' && value >= 1),
    words: 'a number of 1 or more, or "infinite"',
  },
};

/** Reads a fault from JSON, or explains in a sentence what is wrong with it. */
export function readFault(text: string): FaultReading {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return problem('The body must be a fault as JSON, such as {"on": "voximplant.sip.add", "kind": "drop"}.');
  }
  if (!isRecord(value)) return problem('A fault must be a JSON object.');
  const kinds = Object.keys(FIELDS);
  if (typeof value['kind'] !== 'string' || !kinds.includes(value['kind'])) {
    return problem(`A fault's kind must be one of ${kinds.join(', ')}.`);
  }
  const rules = { ...SELECTOR, ...FIELDS[value['kind'] as FaultKind] };
  const problems = [...unknownFields(value, rules), ...wrongFields(value, rules)];
  if (problems.length > 0) return problem(problems.join(' '));
  // The rules above express the type at run time.
  const fault = {
    ...value,
    ...(value['times'] === 'infinite' ? { times: Infinity } : {}),
  } as unknown as Fault;
  return { kind: 'fault', fault };
}

function unknownFields(value: Record<string, unknown>, rules: Readonly<Record<string, FieldRule>>): string[] {
  return Object.keys(value)
    .filter((name) => !Object.hasOwn(rules, name))
    .map((name) => `A fault of this kind has no field "${name}".`);
}

function wrongFields(value: Record<string, unknown>, rules: Readonly<Record<string, FieldRule>>): string[] {
  return Object.entries(rules).flatMap(([name, rule]) => {
    if (!Object.hasOwn(value, name)) return rule.required === true ? [`The field "${name}" is missing.`] : [];
    const check = CHECKS[rule.type];
    return check.is(value[name]) ? [] : [`The field "${name}" must be ${check.words}.`];
  });
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function problem(text: string): FaultReading {
  return { kind: 'problem', problem: text };
}
