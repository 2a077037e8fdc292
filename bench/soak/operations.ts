import type { Operation } from './client.ts';
import type { Intent } from './history.ts';

const ADD = `mutation ($input: AddSipLineInput!, $key: String!) {
  addSipLine(input: $input, idempotencyKey: $key) { configId title }
}`;
const ADD_SEVERAL = `mutation ($inputs: [AddSipLineInput!]!, $key: String!) {
  addSipLines(inputs: $inputs, idempotencyKey: $key) { configId title }
}`;
const UPDATE = `mutation ($configId: ID!, $input: UpdateSipLineInput!, $key: String!) {
  updateSipLine(configId: $configId, input: $input, idempotencyKey: $key) { configId server }
}`;
const DELETE = `mutation ($configId: ID!, $key: String!) {
  deleteSipLine(configId: $configId, idempotencyKey: $key) { configId }
}`;
const CALL = `mutation ($input: StartCallbackInput!, $key: String!) {
  startCallback(input: $input, idempotencyKey: $key) { callId }
}`;

export const READ_LINES: Operation = {
  text: '{ sipLines(first: 20) { totalCount nodes { configId title } } }',
  variables: {},
};

/** A read that shares its request with no other of another ID, unless the gateway batches them. */
export function readLine(configId: number): Operation {
  return {
    text: 'query ($configId: ID!) { sipLine(configId: $configId) { title server } }',
    variables: { configId: String(configId) },
  };
}

/** @param lineId from which calls are made */
export function operationOf(intent: Intent, key: string, lineId: string): Operation {
  switch (intent.kind) {
    case 'add': {
      const [input, ...more] = intent.titles.map((title) => inputOf(title, key));
      return more.length === 0
        ? { text: ADD, variables: { input, key } }
        : { text: ADD_SEVERAL, variables: { inputs: [input, ...more], key } };
    }
    case 'update': {
      const { configId, server } = intent;
      return { text: UPDATE, variables: { configId, input: { server }, key } };
    }
    case 'delete':
      return { text: DELETE, variables: { configId: intent.configId, key } };
    case 'call':
      return {
        text: CALL,
        variables: { input: { lineId, phoneNumber: intent.number, text: 'Hello' }, key },
      };
  }
}

/** Its login tells a line from that of another key with the same title. */
function inputOf(title: string, key: string) {
  return { type: 'CLOUD', title, server: 'first.example.com', login: key, password: 'soak-password' };
}
