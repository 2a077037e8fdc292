import { isId } from '../wire.ts';
import type { SipLineConditions } from './methods.ts';
import type { PbxType } from './sip-line.ts';
import { titleIs } from './title.ts';

/**
 * Which lines; every given condition must hold. No secret field is among them: a filter would let callers test guesses.
 */
export interface SipLineFilter {
  readonly configIds?: readonly string[] | undefined;
  readonly regIds?: readonly string[] | undefined;
  readonly type?: PbxType | undefined;
  /** The whole title, regardless of case. */
  readonly title?: string | undefined;
  readonly titleContains?: string | undefined;
  readonly server?: string | undefined;
  readonly login?: string | undefined;
}

/** The portal's filter; undefined if nothing can match it. */
export function conditionsOf(filter: SipLineFilter): SipLineConditions | undefined {
  const configIds = filter.configIds && uniqueIds(filter.configIds);
  const regIds = filter.regIds && uniqueIds(filter.regIds);
  if (configIds?.length === 0 || regIds?.length === 0) return undefined;
  return {
    CONFIG_ID: configIds,
    REG_ID: regIds,
    '=TYPE': filter.type?.toLowerCase(),
    ...(filter.title !== undefined && titleIs(filter.title)),
    '%TITLE': filter.titleContains,
    '=SERVER': filter.server,
    '=LOGIN': filter.login,
  };
}

function uniqueIds(texts: readonly string[]): string[] {
  // Anything else cannot be an id, and the database would read "5abc" as 5.
  return [...new Set(texts.filter(isId))];
}
