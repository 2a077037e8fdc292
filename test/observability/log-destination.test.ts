import fs, { closeSync, openSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openLogDestination } from '../../src/observability/log-destination.ts';
import { stuckPipe } from '../support/stuck-pipe.ts';

const wallClock = () => Date.UTC(2026, 2, 16);
/** A line of 40 bytes. */
const line = (name: string) => `${name.padEnd(39)}\n`;
const reportOf = (droppedLines: number) =>
  `${JSON.stringify({
    level: 'error',
    time: wallClock(),
    droppedLines,
    msg: 'Lines of the log could not be written and were dropped.',
  })}\n`;

describe('standard output', () => {
  let folder: string;
  let path: string;
  let fd: number;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'gateway-'));
    path = join(folder, 'log');
    fd = openSync(path, 'a');
  });
  afterEach(async () => {
    vi.restoreAllMocks();
    closeSync(fd);
    await rm(folder, { recursive: true });
  });

  it('gets every line in order', async () => {
    const log = openLogDestination({ fd }, { wallClock });
    const lines = Array.from({ length: 5_000 }, (_, index) => line(`Zürich ${String(index)}`));
    for (const each of lines) log.write(each);
    await log.flush();
    expect(readFileSync(path, 'utf8')).toBe(lines.join(''));
  });

  it('gets lines in their format, the one about lost lines too', async () => {
    const format = (text: string) => text.replaceAll('"', "'");
    const log = openLogDestination({ fd }, { wallClock, format, maxWaitingBytes: 200 });
    log.write('{"msg":"kept"}\n');
    log.write(`{"msg":"${'lost'.repeat(60)}"}\n`);
    await log.flush();
    log.write('{"msg":"kept"}\n');
    await expect.poll(() => readFileSync(path, 'utf8')).toContain("'droppedLines':1");
    expect(readFileSync(path, 'utf8')).not.toContain('"');
  });

  it('gets what a full disk has kept back once there is room, and the number of lines that were lost', async () => {
    const log = openLogDestination({ fd }, { wallClock, maxWaitingBytes: 200 });
    const write = vi.spyOn(fs, 'write').mockImplementation((...values: unknown[]) => {
      const callback = values.at(-1) as (error: Error) => void;
      process.nextTick(callback, Object.assign(new Error('no space left'), { code: 'ENOSPC' }));
    });
    const lines = ['1', '2', '3', '4', '5', '6', '7'].map(line);
    for (const each of lines) {
      log.write(each);
      await log.flush();
    }
    expect(readFileSync(path, 'utf8')).toBe('');
    write.mockRestore();
    // Nothing but this line, which finds no room either, makes it try again.
    log.write(line('8'));
    await log.flush();
    const kept = [...lines.slice(0, 5), reportOf(3)].join('');
    expect(readFileSync(path, 'utf8')).toBe(kept);
    log.write(line('9'));
    await log.flush();
    expect(readFileSync(path, 'utf8')).toBe(kept + line('9'));
  });
});

it('never waits for a pipe that nobody reads, and counts what it drops until somebody does', async () => {
  using pipe = stuckPipe();
  const log = openLogDestination({ fd: pipe.nonBlockingFd }, { wallClock, maxWaitingBytes: 200 });
  const names = Array.from({ length: 1_000 }, (_, index) => String(index));
  for (const name of names) log.write(line(name));
  let text = '';
  await expect
    .poll(() => {
      text += pipe.read();
      return text;
    })
    .toContain('dropped');
  expect(text).toBe(names.slice(0, 5).map(line).join('') + reportOf(995));
});
