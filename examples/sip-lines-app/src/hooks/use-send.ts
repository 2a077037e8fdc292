import type { ApolloCache, OperationVariables, TypedDocumentNode } from '@apollo/client';
import { useApolloClient } from '@apollo/client/react';
import { print } from 'graphql';
import { useEffect, useRef, useState } from 'react';
import { problemsOf, textsOf, type Problems } from '../errors/problems.ts';
import { useAnnounce } from '../ui/announcer.tsx';
import { useIntents } from './intents.tsx';

type MakeVariables<Variables> = (idempotencyKey: string) => Variables;

interface Options<Data> {
  /** What to say if it fails after the place that would show why is gone. */
  readonly failure: string;
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

const NONE = problemsOf(undefined);

/**
 * Sends a mutation. The same variables have the same idempotency key until they succeeded, so sending them again cannot
 * do it twice, whatever became of the first response.
 */
export function useSend<Data, Variables extends OperationVariables>(
  mutation: TypedDocumentNode<Data, Variables>,
  { failure, store, expected }: Options<NoInfer<Data>>,
): Sending<Data, Variables> {
  const client = useApolloClient();
  const intents = useIntents();
  const report = useReport(failure);
  const isUnderWay = useRef(false);
  const last = useRef<MakeVariables<Variables>>(undefined);
  const [isSending, setIsSending] = useState(false);
  const [problems, setProblems] = useState(NONE);

  async function mutate(make: MakeVariables<Variables>): Promise<Outcome<Data>> {
    const intent = print(mutation) + JSON.stringify(make(''));
    const { data, error } = await client.mutate({
      mutation,
      variables: make(intents.keyFor(intent)),
      errorPolicy: 'all',
      ...(expected !== undefined && { optimisticResponse: expected }),
      update: (cache, result) => {
        if (result.data) store?.(cache, result.data);
      },
    });
    const outcome = { data, error, problems: problemsOf(error) };
    if (!error || outcome.problems.isApplied) intents.settle(intent);
    setProblems(outcome.problems);
    report(outcome.problems);
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

/** Reports what the place where it was sent cannot show. */
function useReport(failure: string): (problems: Problems) => void {
  const client = useApolloClient();
  const announce = useAnnounce();
  const isThere = useRef(false);
  useEffect(() => {
    isThere.current = true;
    return () => {
      isThere.current = false;
    };
  }, []);
  return (problems) => {
    const texts = textsOf(problems);
    if (texts.length > 0 && !isThere.current) announce([failure, ...texts].join(' '));
    // What the page shows is no longer true.
    if (problems.notices.some(({ code }) => code === 'NOT_FOUND')) {
      announce('Somebody else has deleted it.');
      void client.refetchQueries({ include: 'active' });
    }
  };
}
