import type { GraphQLAnswer, TestGateway } from './gateway.ts';

/** Mutations that take a key, and variables for each. */
export const KEYED = {
  addSipLine: `mutation ($input: AddSipLineInput!, $key: String) {
    addSipLine(input: $input, idempotencyKey: $key) { configId title login password }
  }`,
  addSipLines: `mutation ($inputs: [AddSipLineInput!]!, $key: String) {
    addSipLines(inputs: $inputs, idempotencyKey: $key) { configId title }
  }`,
  updateSipLine: `mutation ($configId: ID!, $input: UpdateSipLineInput!, $key: String) {
    updateSipLine(configId: $configId, input: $input, idempotencyKey: $key) { configId title login }
  }`,
  deleteSipLine: `mutation ($configId: ID!, $key: String) {
    deleteSipLine(configId: $configId, idempotencyKey: $key) { id configId }
  }`,
  setDefaultOutgoingLine: `mutation ($lineId: ID!, $key: String) {
    setDefaultOutgoingLine(lineId: $lineId, idempotencyKey: $key) { lineId isDefault }
  }`,
  setDefaultOutgoingSipLine: `mutation ($configId: ID!, $key: String) {
    setDefaultOutgoingSipLine(configId: $configId, idempotencyKey: $key) { lineId isDefault }
  }`,
  activatePhone: `mutation ($userId: ID!, $key: String) {
    activatePhone(userId: $userId, idempotencyKey: $key) { userId phoneEnabled }
  }`,
  deactivatePhone: `mutation ($userId: ID!, $key: String) {
    deactivatePhone(userId: $userId, idempotencyKey: $key) { userId phoneEnabled }
  }`,
  startCallback: `mutation ($input: StartCallbackInput!, $key: String) {
    startCallback(input: $input, idempotencyKey: $key) { callId }
  }`,
  startInfoCall: `mutation ($input: StartInfoCallInput!, $key: String) {
    startInfoCall(input: $input, idempotencyKey: $key) { callId }
  }`,
} as const;

/** The code of the first error, or `OK`. */
export function codeOf({ errors }: Pick<GraphQLAnswer, 'errors'>): unknown {
  return errors?.[0]?.extensions['code'] ?? 'OK';
}

export function isReplayed({ headers }: GraphQLAnswer): boolean {
  return headers.get('idempotency-replayed') === 'true';
}

/** How often the portal ran a method. */
export function timesRun({ emulator }: TestGateway, method: string): number {
  return emulator.portal.journal.entries(method).filter(({ executed }) => executed).length;
}
