// Loaded into the gateway before its own code: answers every message with the longest gap of the event loop since the
// last one, and the heap in use.
import { monitorEventLoopDelay } from 'node:perf_hooks';

const monitor = monitorEventLoopDelay({ resolution: 1 });
monitor.enable();
process.on('message', () => {
  process.send({ longestMs: monitor.max / 1e6, heapMb: process.memoryUsage().heapUsed / 2 ** 20 });
  monitor.reset();
});
