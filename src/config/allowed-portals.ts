import { isLoopback } from './loopback.ts';
import type { Parsed } from './setting-reader.ts';

/** A host name, with `*.` in front for every name directly below it. */
const PATTERN = /^(\*\.)?([a-z0-9-]+\.)+[a-z0-9-]*[a-z][a-z0-9-]*$/;

/** The patterns in a setting, or a description of the mistake that does not quote it. */
export function parseAllowedPortals(text: string): Parsed<readonly string[]> {
  const patterns = text.split(',').map((part) => part.trim().toLowerCase());
  const valid = patterns.every((pattern) => PATTERN.test(pattern) || isLocal(pattern));
  return valid
    ? { value: patterns }
    : { problem: 'must be a comma-separated list of host names such as *.bitrix24.com or crm.example.org' };
}

/** Whether a host may be called. `*` matches a single label, so a subdomain of a portal is not a portal. */
export function isAllowedPortal(patterns: readonly string[], host: string): boolean {
  return patterns.some((pattern) =>
    pattern.startsWith('*.')
      ? host.endsWith(pattern.slice(1)) && /^[a-z0-9-]+$/.test(host.slice(0, 1 - pattern.length))
      : host === pattern,
  );
}

/** An address of this machine, with its port. */
function isLocal(pattern: string): boolean {
  const [, host] = /^([a-z0-9.]+):\d{1,5}$/.exec(pattern) ?? [];
  return host !== undefined && isLoopback(host);
}
