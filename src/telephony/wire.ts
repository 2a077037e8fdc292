import { z } from 'zod';

/**
 * Readers for values as the portal sends them: numbers as numbers or strings; absent, `null` and `""` all meaning
 * "no value"; flags as `Y`/`N`. A value of another kind is treated as absent, so that an oddity in one field never
 * costs the record; only fields without which the record has no meaning are required.
 */

const scalar = z.union([z.string(), z.number(), z.boolean()]).nullish().catch(undefined);

/** Text, or null where there is no value. */
export const text = scalar.transform((value) =>
  value === undefined || value === null || value === '' ? null : String(value),
);

/** Text, or `""` where there is no value. */
export const textOrEmpty = text.transform((value) => value ?? '');

/** A positive whole number kept as text, or null: 0 is how the portal says "none". */
export const idOrNull = text.transform((value) => (value !== null && isId(value) ? value : null));

/** A positive whole number kept as text. The record is worthless without it. */
export const id = z.union([z.string(), z.number()]).transform(String).refine(isId);

/** `Y` or `N`, or null where it says neither. */
export const flag = text.transform((value) => (value === 'Y' ? true : value === 'N' ? false : null));

/** A whole number, or null where there is none. */
export const integer = text.transform((value) =>
  value !== null && /^-?\d{1,9}$/.test(value) ? Number(value) : null,
);

/** Yes or no in any of the forms PHP and the portal have for it, or null. */
export const truth = z
  .unknown()
  .optional()
  .transform((value) => {
    if (value === true || value === 1 || value === '1' || value === 'Y' || value === 'true') return true;
    return value === false || value === 0 || value === '0' || value === 'N' || value === 'false'
      ? false
      : null;
  });

/** The `1` with which the portal confirms a write. */
export const confirmation = truth.refine((value) => value === true);

export function isConfirmation(result: unknown): boolean {
  return confirmation.safeParse(result).success;
}

/** A decimal number kept as text, because a float would round money; null where there is none. */
export const decimal = text.transform((value) =>
  value !== null && /^-?\d{1,15}(\.\d{1,8})?$/.test(value) ? value : null,
);

/** A moment in ISO 8601 with its offset, as the portal writes it, or null. */
export const moment = text.transform((value) => (value !== null && isMoment(value) ? value : null));

/** The address of a page, http or https, or null: whatever else it may be, nobody shall click on it. */
export const webAddress = text.transform((value) => (value !== null && isWebAddress(value) ? value : null));

/** Texts by their keys. PHP writes an empty map as a list. */
export const textMap = z.unknown().transform((value, context): ReadonlyMap<string, string> => {
  const isMap = typeof value === 'object' && value !== null && !(Array.isArray(value) && value.length > 0);
  if (isMap) return new Map(Object.entries(value).map(([key, each]) => [key, textOrEmpty.parse(each)]));
  context.addIssue({ code: 'custom', message: 'no map' });
  return z.NEVER;
});

/** Whether a text is a moment in ISO 8601 that says its offset. */
export function isMoment(value: string): boolean {
  const pattern = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?(Z|[+-]\d\d:\d\d)$/;
  return pattern.test(value) && !Number.isNaN(Date.parse(value));
}

/** Whether a text is an absolute address that begins with http or https. */
export function isWebAddress(value: string): boolean {
  return URL.canParse(value) && /^https?:$/.test(new URL(value).protocol);
}

/** Whether a text is an identifier as the portal writes them: decimal, positive, no leading zero. */
export function isId(value: string): boolean {
  return /^[1-9]\d{0,18}$/.test(value);
}
