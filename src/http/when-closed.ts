import type { ServerResponse } from 'node:http';

/** The one `close` listener of a response, with what it calls. */
interface CloseListener {
  (): void;
  readonly tasks: (() => unknown)[];
}

/**
 * Calls a function once when a response is closed, after those that were passed before it. All share one listener: more
 * than ten on one response, those of a streamed body included, are reported as a leak by Node.
 */
export function whenClosed(response: ServerResponse, task: () => unknown): void {
  const known = response.listeners('close').find(isCloseListener);
  if (known) known.tasks.push(task);
  else response.once('close', createCloseListener(task));
}

function createCloseListener(first: () => unknown): CloseListener {
  const tasks = [first];
  const run = () => {
    for (const task of tasks) task();
  };
  return Object.assign(run, { tasks });
}

function isCloseListener(listener: object): listener is CloseListener {
  return 'tasks' in listener;
}
