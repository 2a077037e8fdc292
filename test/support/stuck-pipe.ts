import { execFileSync } from 'node:child_process';
import { closeSync, constants, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A pipe that is full, because nobody reads it. */
export interface StuckPipe extends Disposable {
  /** Where to write: this descriptor blocks, as the ones do that a shell passes on. */
  readonly fd: number;
  /** The same, but a write that would have to wait fails with EAGAIN. */
  readonly nonBlockingFd: number;
  /** Reads what is in the pipe, but for what filled it. */
  read(): string;
}

const FILLING = '\0';

export function stuckPipe(): StuckPipe {
  const folder = mkdtempSync(join(tmpdir(), 'gateway-'));
  const path = join(folder, 'pipe');
  execFileSync('mkfifo', [path]);
  const open = (mode: number) => openSync(path, mode | constants.O_NONBLOCK);
  const reader = open(constants.O_RDONLY);
  const writer = open(constants.O_WRONLY);
  untilFull(() => writeSync(writer, FILLING.repeat(4096)));
  untilFull(() => writeSync(writer, FILLING));
  const fd = openSync(path, constants.O_WRONLY);
  return {
    fd,
    nonBlockingFd: writer,
    read() {
      const buffer = Buffer.alloc(65_536);
      let text = '';
      untilFull(() => {
        const length = readSync(reader, buffer);
        text += buffer.toString('utf8', 0, length);
      });
      return text.replaceAll(FILLING, '');
    },
    [Symbol.dispose]() {
      for (const each of [reader, writer, fd]) closeSync(each);
      rmSync(folder, { recursive: true });
    },
  };
}

/** Repeats until the system says that it would have to wait. */
function untilFull(step: () => void): void {
  try {
    for (;;) step();
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EAGAIN')) throw error;
  }
}
