import { MakeDefaultDocument, type LineRowFragment } from '../__generated__/graphql.ts';
import { useSend, type Sending } from '../hooks/use-send.ts';
import { useAnnounce } from '../ui/announcer.tsx';
import { setDefaultInCache } from './cache.ts';
import { nameOf } from './names.ts';

interface MakingDefault extends Pick<Sending<unknown, never>, 'problems' | 'retry'> {
  readonly makeDefault: () => void;
}

/**
 * Makes a line the default. The one change that is shown before the portal confirms it: it is small, easily undone, and
 * taken back if it fails.
 */
export function useMakeDefault(line: LineRowFragment): MakingDefault {
  const announce = useAnnounce();
  const { lineId, configId } = line;
  const expected =
    lineId === null ? null : { __typename: 'OutgoingLine' as const, id: `expected-${lineId}`, lineId };
  const { send, retry, problems } = useSend(MakeDefaultDocument, {
    failure: `${nameOf(line)} is not the default.`,
    expected: { setDefaultOutgoingSipLine: expected },
    store: (cache, { setDefaultOutgoingSipLine }) => {
      if (setDefaultOutgoingSipLine) setDefaultInCache(cache, setDefaultOutgoingSipLine);
    },
  });
  return {
    problems,
    retry,
    makeDefault: () => {
      void send((key) => ({ configId, key })).then((outcome) => {
        if (outcome && !outcome.error) announce(`Calls now go out through ${nameOf(line)}.`);
      });
    },
  };
}
