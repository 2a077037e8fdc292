// Loaded into the replica whose heap is watched, before its own code: reports the heap in use after a collection.
import process from 'node:process';
import { setImmediate } from 'node:timers/promises';

process.on('message', async (message) => {
  if (message !== 'heap') return;
  for (let round = 0; round < 3; round += 1) {
    await setImmediate();
    globalThis.gc();
  }
  process.send({ heapUsed: process.memoryUsage().heapUsed });
});
// The channel alone must not keep the replica from ending.
process.channel?.unref();
