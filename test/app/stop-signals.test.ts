import { EventEmitter } from 'node:events';
import { expect, it } from 'vitest';
import { onStopSignals } from '../../src/app/stop-signals.ts';

it.each(['SIGINT', 'SIGTERM'])('%s stops the program once, and a later one aborts it', (signal) => {
  const signals = new EventEmitter();
  const calls: string[] = [];
  let time = 0;
  onStopSignals(signals, () => time, {
    stop: () => calls.push('stop'),
    abort: () => calls.push('abort'),
  });
  signals.emit(signal);
  // Ctrl-C under npm arrives twice: from the terminal, and forwarded by npm.
  time = 20;
  signals.emit(signal);
  expect(calls).toEqual(['stop']);
  time = 1_001;
  signals.emit('SIGINT');
  expect(calls).toEqual(['stop', 'abort']);
});
