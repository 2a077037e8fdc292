import { readBatch } from './batch/commands.ts';
import { runBatch } from './batch/run-batch.ts';
import type { BatchEnvironment } from './batch/run-batch.ts';
import { applyConnectionFault } from './faults/connection-fault.ts';
import { runWithAnswerFault } from './faults/answer-fault.ts';
import { isConnectionFault } from './faults/fault.ts';
import type { RunningEntry } from './journal.ts';
import { CLOUD_LIMITS } from './options.ts';
import type { PortalOptions } from './options.ts';
import { toPlainObject } from './php/value.ts';
import type { HttpAnswer, PortalAnswer, PortalRequest } from './request.ts';
import { RestError } from './rest/error.ts';
import { htmlAnswer, redirectAnswer } from './rest/http-answer.ts';
import { outcomeToAnswer } from './rest/outcome.ts';
import type { Outcome } from './rest/outcome.ts';
import { readCall } from './rest/read-call.ts';
import type { RestCall } from './rest/read-call.ts';
import { runCommand } from './methods/run-command.ts';
import { systemErrors } from './rest/system-errors.ts';
import { createRequestRunTime } from './request-run-time.ts';
import type { Callers } from './store/callers.ts';
import type { PortalState } from './portal-state.ts';

/** What handling a request needs from the portal. */
export interface RequestEnvironment {
  readonly options: PortalOptions;
  readonly state: () => PortalState;
  readonly callers: Callers;
  readonly commands: BatchEnvironment;
  /** Runs work that no request waits for. */
  readonly inBackground: (work: () => Promise<unknown>) => void;
}

/**
 * Handles a request. It passes these checks in order: renamed portal, rate bucket, faults, HTTPS, condition of the
 * portal, then the command or the batch. Faults apply only to requests that pass the rate bucket.
 */
export async function handleRequest(
  request: PortalRequest,
  environment: RequestEnvironment,
): Promise<PortalAnswer> {
  const { clock } = environment.options;
  const receivedAt = clock.now();
  const call = readCall(request);
  if (call === undefined) return { kind: 'answer', ...htmlAnswer(404) };

  const { httpMethod, path, remoteAddress } = originOf(request);
  const params = toPlainObject(call.params);
  const entry = environment.commands.journal.open({
    method: call.method,
    params,
    receivedAt,
    httpMethod,
    path,
    remoteAddress,
    headers: request.headers,
  });
  const { generation } = environment.commands;
  const answerOf = (outcome: Outcome): HttpAnswer => {
    if (outcome.kind === 'refused') entry.refused(outcome.error.code);
    return outcomeToAnswer(outcome, generation);
  };
  const close = (answer: PortalAnswer): PortalAnswer => {
    const hasStatus = answer.kind !== 'drop' && answer.kind !== 'hang';
    entry.closed(answer.kind, hasStatus ? answer.status : undefined, clock.now());
    return answer;
  };

  const location = newAddress(request, environment.state().host);
  if (location !== undefined) return close({ kind: 'answer', ...redirectAnswer(302, location) });
  if (!environment.state().buckets.admit(remoteAddress, receivedAt)) {
    return close({ kind: 'answer', ...answerOf({ kind: 'refused', error: systemErrors.queryLimit() }) });
  }

  const execute = (extraMs = 0) => runCall(request, call, entry, extraMs, environment);
  const fault = environment.commands.faults.forRequest(
    { method: call.method, params, transport: 'single' },
    () => containedMethods(call),
  );
  if (fault === undefined) return close({ kind: 'answer', ...answerOf(await execute()) });
  entry.faulted(fault.kind);
  if (!isConnectionFault(fault)) {
    const outcome = await runWithAnswerFault(fault, clock, execute);
    return close({ kind: 'answer', ...answerOf(outcome) });
  }
  const answer = () => execute().then(answerOf);
  return close(await applyConnectionFault(fault, { clock, inBackground: environment.inBackground, answer }));
}

async function runCall(
  request: PortalRequest,
  call: RestCall,
  entry: RunningEntry,
  extraMs: number,
  environment: RequestEnvironment,
): Promise<Outcome> {
  const { options, callers, commands } = environment;
  const { clock, limits } = options;
  const runTime = createRequestRunTime(clock, limits?.maxRunSeconds ?? CLOUD_LIMITS.maxRunSeconds);
  const caller = () => {
    if (environment.state().condition === 'no-authorization-server' && call.authorization.kind === 'token')
      throw systemErrors.noConnection();
    const known = callers.authenticate(call.authorization, clock.now());
    refuseByPlan(environment.state());
    return known;
  };
  try {
    if (options.requireHttps === true && request.secure !== true) throw systemErrors.httpsRequired();
    refuseByCondition(environment.state());
    if (call.method !== 'batch') {
      const { method, params } = call;
      return await runCommand({ method, params, caller, runTime, entry, extraMs }, commands);
    }
    const origin = originOf(request);
    return await runBatch({ params: call.params, caller: caller(), runTime, entry, origin }, commands);
  } catch (error) {
    if (error instanceof RestError) return { kind: 'refused', error };
    throw error;
  }
}

function refuseByCondition(state: PortalState): void {
  if (state.condition === 'overloaded') throw systemErrors.overload();
  if (state.condition === 'deleted') throw systemErrors.portalDeleted();
}

function refuseByPlan(state: PortalState): void {
  if (state.condition === 'no-rest-plan') throw systemErrors.noRestPlan();
  if (state.condition === 'no-feature') throw systemErrors.noFeature();
  if (state.condition === 'blocked-license') throw systemErrors.blockedLicense();
}

function originOf(request: PortalRequest) {
  return { httpMethod: request.method, path: request.path, remoteAddress: request.remoteAddress };
}

/** Where a renamed portal redirects a request for another host; undefined if it does not. */
function newAddress(request: PortalRequest, host: string | undefined): string | undefined {
  if (host === undefined || request.headers['host']?.toLowerCase() === host) return undefined;
  const scheme = request.secure === true ? 'https' : 'http';
  return `${scheme}://${host}${request.path}${request.query === '' ? '' : `?${request.query}`}`;
}

function containedMethods(call: RestCall): readonly string[] {
  if (call.method !== 'batch') return [call.method];
  return readBatch(call.params).commands.flatMap((command) =>
    command === undefined ? [] : [command.method],
  );
}
