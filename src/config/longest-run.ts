/**
 * How long after it was sent a request may still be running, in milliseconds: the vendor's portals end each after 60
 * seconds, and the rest is a margin for network latency and clocks. The settling of lost writes depends on it.
 */
export const LONGEST_RUN_MS = 75_000;
