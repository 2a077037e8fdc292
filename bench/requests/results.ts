/** What one round measured of one case. */
export interface Sample {
  readonly requestsPerSecond: number;
  /** CPU time of the measured program for each request, user and system. */
  readonly cpuMicros: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Garbage collection as a share of the program's CPU time. */
  readonly gcShare: number;
  /** How busy the load and the portal kept the core that they share. */
  readonly restShare: number;
}

/** What distinguishes one case from another, beside the program. */
export interface Conditions {
  readonly workload: string;
  readonly connections: number;
  /** How long the portal waits before it responds. */
  readonly delayMs: number;
  readonly portals: number;
}

export interface Case extends Conditions {
  readonly program: string;
  /** One for each round. */
  readonly samples: readonly Sample[];
}

/** What one program takes before and after its requests; a value for each round. */
export interface Footprint {
  readonly program: string;
  /** From starting the process to the end of its first result. */
  readonly coldStartMs: readonly number[];
  /** Resident memory after the first result. */
  readonly idleMb: readonly number[];
  /** Resident memory after all workloads at the usual number of connections. */
  readonly loadedMb: readonly number[];
}

export interface Results {
  readonly node: string;
  readonly processor: string;
  /** Whether the program had a core for itself. Otherwise nobody knows whether load or portal held it up. */
  readonly pinned: boolean;
  readonly rounds: number;
  readonly seconds: number;
  readonly cases: readonly Case[];
  readonly footprints: readonly Footprint[];
}

/** Above this share of its core, load or portal may be what limits the program. */
const BUSIEST_REST = 0.8;

/** Whether a case says nothing about its program, because load or portal may have held it up in a round. */
export function isVoid({ samples }: Case): boolean {
  return samples.some(({ restShare }) => restShare > BUSIEST_REST);
}
