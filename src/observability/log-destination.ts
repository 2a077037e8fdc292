import sonicBoom from 'sonic-boom';

/**
 * Where log lines go. Writing never waits and never throws: a line that cannot be written is dropped and counted, and a
 * later line says how many were.
 */
export interface LogDestination {
  write(line: string): void;
  /** Resolves as soon as every line is written, or the next one cannot be. */
  flush(): Promise<void>;
  /** How many lines could not be written so far. */
  dropped(): number;
}

export interface LogDestinationOptions {
  /** Milliseconds since the epoch. */
  readonly wallClock: () => number;
  /** Turns lines into what is written. */
  readonly format?: (line: string) => string;
  /** How many bytes may wait to be written. */
  readonly maxWaitingBytes?: number;
}

/** Enough for a reader that pauses for seconds; small compared to the heap. */
const MAX_WAITING_BYTES = 4 * 1024 * 1024;

/**
 * Writes to a file, pipe, socket or terminal, whichever standard output is.
 *
 * @param stream the stream that Node has opened on it, and not just its descriptor: by opening it Node makes a pipe
 *   non-blocking. A write to a blocking pipe without a reader would occupy a thread, and a process does not end before
 *   its threads do.
 */
export function openLogDestination(
  stream: { readonly fd: number },
  { wallClock, format = (line) => line, maxWaitingBytes = MAX_WAITING_BYTES }: LogDestinationOptions,
): LogDestination {
  const { fd } = stream;
  // `minLength: 1` writes at once, as 0 does, but only with it does `flush` do anything.
  const file = new sonicBoom.SonicBoom({ fd, sync: false, minLength: 1, maxLength: maxWaitingBytes });
  const flushing = new Set<() => void>();
  let waiting = false;
  let dropped = 0;
  let droppedInTotal = 0;

  function settle(): void {
    waiting = false;
    for (const resolve of flushing) resolve();
    flushing.clear();
  }

  function write(line: string): void {
    waiting = true;
    file.write(format(line));
  }

  function reportDropped(): void {
    const lines = dropped;
    write(
      `${JSON.stringify({
        level: 'error',
        time: wallClock(),
        droppedLines: lines,
        msg: 'Lines of the log could not be written and were dropped.',
      })}\n`,
    );
    // This line may have been dropped as well: then the next one reports the others.
    dropped = dropped === lines ? 0 : lines;
  }

  file.on('drop', () => {
    dropped += 1;
    droppedInTotal += 1;
    // After a failed write the library tries again with the next line that it takes, and it takes none while it is
    // full.
    file.flush();
  });
  // The event comes before the bytes that it reports make room.
  file.on('write', () => {
    queueMicrotask(() => {
      if (dropped > 0) reportDropped();
    });
  });
  file.on('drain', () => {
    if (dropped > 0) reportDropped();
    else settle();
  });
  // A full disk or a reader that is gone: the bytes are kept, and tried again with the next line.
  file.on('error', settle);

  return {
    write,
    flush: () =>
      new Promise((resolve) => {
        if (waiting) flushing.add(resolve);
        else resolve();
      }),
    dropped: () => droppedInTotal,
  };
}
