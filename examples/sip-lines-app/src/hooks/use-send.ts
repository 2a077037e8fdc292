import type { ApolloCache, OperationVariables, TypedDocumentNode } from '@apollo/client';
import { useApolloClient } from '@apollo/client/react';
import { useRef, useState } from 'react';
import { problemsOf, type Problems } from '../errors/problems.ts';

type MakeVariables<Variables> = (idempotencyKey: string) => Variables;

interface Options<Data> {
  /** Puts the result into the cache, where lists do not find it by themselves. */
  readonly store?: (cache: ApolloCache, data: Data) => void;
  /** The result to show until the real one is here. Taken back if there is none. */
  readonly expected?: Data | undefined;
}

export interface Outcome<Data> {
  readonly data: Data | undefined;
  readonly error: unknown;
  readonly problems: Problems;
}

export interface Sending<Data, Variables> {
  /** Returns what came of it; undefined if another is under way, as after a double click. */
  readonly send: (make: MakeVariables<Variables>) => Promise<Outcome<Data> | undefined>;
  /** Sends the last again, with its key. */
  readonly retry: () => Promise<Outcome<Data> | undefined>;
  readonly isSending: boolean;
  /** Of the last that was sent. The same object until another is sent, so that countdowns go on. */
  readonly problems: Problems;
}

/** What a person wants done: variables without the key, and the key that it has until it is done. */
interface Intent {
  readonly variables: string;
  readonly key: string;
}

const NONE = problemsOf(undefined);

/**
 * Sends a mutation. The same variables have the same idempotency key until they succeeded, so sending them again cannot
 * do it twice, whatever became of the first response.
 */
export function useSend<Data, Variables extends OperationVariables>(
  mutation: TypedDocumentNode<Data, Variables>,
  { store, expected }: Options<NoInfer<Data>> = {},
): Sending<Data, Variables> {
  const client = useApolloClient();
  const isUnderWay = useRef(false);
  const intent = useRef<Intent>(undefined);
  const last = useRef<MakeVariables<Variables>>(undefined);
  const [isSending, setIsSending] = useState(false);
  const [problems, setProblems] = useState(NONE);

  async function mutate(make: MakeVariables<Variables>): Promise<Outcome<Data>> {
    const text = JSON.stringify(make(''));
    if (intent.current?.variables !== text) intent.current = { variables: text, key: crypto.randomUUID() };
    const variables = make(intent.current.key);
    const { data, error } = await client.mutate({
      mutation,
      variables,
      errorPolicy: 'all',
      ...(expected !== undefined && { optimisticResponse: expected }),
      update: (cache, result) => {
        if (result.data) store?.(cache, result.data);
      },
    });
    const outcome = { data, error, problems: problemsOf(error) };
    if (!error || outcome.problems.isApplied) intent.current = undefined;
    setProblems(outcome.problems);
    return outcome;
  }

  async function send(make: MakeVariables<Variables>): Promise<Outcome<Data> | undefined> {
    if (isUnderWay.current) return undefined;
    isUnderWay.current = true;
    last.current = make;
    setIsSending(true);
    try {
      return await mutate(make);
    } finally {
      isUnderWay.current = false;
      setIsSending(false);
    }
  }

  const retry = async () => (last.current ? send(last.current) : undefined);
  return { send, retry, isSending, problems };
}
