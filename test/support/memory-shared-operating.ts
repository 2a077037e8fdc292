import {
  LEAST_GRANT,
  REPORT_MS,
  SHARER_MS,
  type MethodNews,
  type SharedOperating,
  type SharedReport,
} from '../../src/state/shared-operating.ts';

interface Known {
  report?: SharedReport & { readonly resetAt: number };
  verdict?: { readonly at: number; readonly refusedUntil: number };
  probeAt: number;
  readonly work: Map<string, { readonly underWay: number; readonly granted: number }>;
}

/** The operating budget of one credential that replicas in one process share, by the clock of a test. */
export function memorySharedOperating(now: () => number): (replica: string) => SharedOperating {
  const methods = new Map<string, Known>();
  const sharers = new Map<string, number>();
  const isAlive = (replica: string) => (sharers.get(replica) ?? 0) >= now();
  const sumOf = (numbers: readonly number[]) => numbers.reduce((sum, each) => sum + each, 0);

  /** Returns what is granted. */
  function add(replica: string, news: MethodNews): number | undefined {
    const { method, report, verdict, underWay, probeInMs, free } = news;
    const known: Known = methods.get(method) ?? { probeAt: 0, work: new Map() };
    methods.set(method, known);
    const behindMs = (known.report?.portalTime ?? -Infinity) - (report?.portalTime ?? 0);
    if (report && (behindMs < 0 || behindMs >= REPORT_MS))
      known.report = { ...report, resetAt: now() + report.resetInMs };
    const moreDone = report && known.report ? known.report.seconds - report.seconds : 0;
    const at = now() - (verdict?.agoMs ?? 0);
    if (verdict && at > (known.verdict?.at ?? -Infinity))
      known.verdict = { at, refusedUntil: now() + verdict.refusedForMs };
    known.probeAt = Math.max(known.probeAt, now() + probeInMs);
    const others = othersAt(known, replica);
    const taken = sumOf(others.map((other) => other.underWay + other.granted));
    const left = (free ?? 0) - moreDone - underWay - taken;
    const share = left < LEAST_GRANT ? 0 : Math.max(LEAST_GRANT, left / (others.length + 2));
    const granted = free === undefined ? undefined : share;
    if (granted === undefined && underWay === 0) known.work.delete(replica);
    else known.work.set(replica, { underWay, granted: granted ?? 0 });
    return granted;
  }

  function othersAt({ work }: Known, replica: string) {
    return [...work].filter(([other]) => other !== replica && isAlive(other)).map(([, each]) => each);
  }

  return (replica) => ({
    sync(news) {
      sharers.set(replica, now() + SHARER_MS);
      const granted = new Map(news.map((each) => [each.method, add(replica, each)]));
      return Promise.resolve(
        [...methods].map(([method, known]) => ({
          method,
          report: known.report && {
            seconds: known.report.seconds,
            portalTime: known.report.portalTime,
            resetInMs: Math.max(0, known.report.resetAt - now()),
          },
          verdict: known.verdict && {
            agoMs: now() - known.verdict.at,
            refusedForMs: Math.max(0, known.verdict.refusedUntil - now()),
          },
          probeInMs: Math.max(0, known.probeAt - now()),
          othersUnderWay: sumOf(othersAt(known, replica).map(({ underWay }) => underWay)),
          granted: granted.get(method),
        })),
      );
    },
    replicas: () => sharers.size,
  });
}
