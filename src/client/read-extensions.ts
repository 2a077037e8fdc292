import type {
  ArgumentPath,
  CommonExtensions,
  DetailsByCode,
  TelephonyErrorCode,
  TelephonyErrorExtensions,
} from './error-details.ts';
import { COMMON_KEYS, KEYS_BY_CODE } from './extension-keys.ts';

type Check = (value: unknown) => boolean;
type KeyOf<T> = T extends unknown ? keyof T : never;

const isString: Check = (value) => typeof value === 'string';
const isBoolean: Check = (value) => typeof value === 'boolean';
const isNumber: Check = (value) => typeof value === 'number';

const CHECKS: Readonly<Record<KeyOf<CommonExtensions> | KeyOf<DetailsByCode[TelephonyErrorCode]>, Check>> = {
  retryable: isBoolean,
  requestId: isString,
  applied: isBoolean,
  argument: isPath,
  problems: listOf((value) => isRecord(value) && isPath(value['argument']) && isString(value['message'])),
  existingConfigId: isString,
  requiredScopes: listOf(listOf(isString)),
  portalState: isString,
  cost: isNumber,
  limit: isNumber,
  bound: isString,
  retryAfterMs: isNumber,
  checkAfterMs: isNumber,
  bitrix24: (value) =>
    isRecord(value) &&
    isString(value['method']) &&
    (value['error'] === null || isString(value['error'])) &&
    isString(value['description']) &&
    (value['status'] === null || isNumber(value['status'])) &&
    (value['verifying'] === undefined || isString(value['verifying'])),
};

/**
 * Whether these are extensions of an error of the gateway: the code is one of its codes, and the keys have the types
 * that belong to the code. Other servers use some of the same codes, but not the same keys. Unknown keys are ignored.
 */
export function isTelephonyExtensions(value: unknown): value is TelephonyErrorExtensions {
  if (!isRecord(value)) return false;
  const code = value['code'];
  if (typeof code !== 'string' || !isCode(code)) return false;
  return hasKeys(value, COMMON_KEYS) && hasKeys(value, KEYS_BY_CODE[code]);
}

function isCode(code: string): code is TelephonyErrorCode {
  return Object.hasOwn(KEYS_BY_CODE, code);
}

function hasKeys(
  value: Readonly<Record<string, unknown>>,
  keys: Partial<Record<keyof typeof CHECKS, string>>,
) {
  return Object.entries(keys).every(
    ([key, presence]) =>
      (value[key] === undefined && presence === 'sometimes') ||
      CHECKS[key as keyof typeof CHECKS](value[key]),
  );
}

export function isPath(value: unknown): value is ArgumentPath {
  return Array.isArray(value) && value.every((each) => isString(each) || isNumber(each));
}

function listOf(check: Check): Check {
  return (value) => Array.isArray(value) && value.every((each) => check(each));
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
