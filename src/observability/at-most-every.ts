/**
 * Limits how often something is done, such as logging what happens with every call.
 *
 * @param ms the least time between two calls of `act`, in milliseconds; calls in between are ignored
 * @param now milliseconds that never go back
 */
export function atMostEvery<Args extends readonly unknown[]>(
  ms: number,
  now: () => number,
  act: (...args: Args) => void,
): (...args: Args) => void {
  let doneAt = -Infinity;
  return (...args) => {
    if (now() < doneAt + ms) return;
    doneAt = now();
    act(...args);
  };
}
