/**
 * Limits how often something is done, such as logging what happens with every call.
 *
 * @param ms the least time between two calls of `act`, in milliseconds; calls in between are ignored
 * @param now milliseconds that never go back
 */
export function atMostEvery(ms: number, now: () => number, act: () => void): () => void {
  let doneAt = -Infinity;
  return () => {
    if (now() < doneAt + ms) return;
    doneAt = now();
    act();
  };
}
