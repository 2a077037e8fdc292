// Loaded into every measured program before its own code: answers `report` with what the process has used so far.
import { PerformanceObserver, performance } from 'node:perf_hooks';

let gcMs = 0;
new PerformanceObserver((list) => {
  for (const { duration } of list.getEntries()) gcMs += duration;
}).observe({ entryTypes: ['gc'] });

process.on('message', (message) => {
  if (message !== 'report') return;
  const { user, system } = process.cpuUsage();
  process.send({
    atMs: performance.now(),
    cpuMs: (user + system) / 1000,
    gcMs,
    rssMb: process.memoryUsage.rss() / 2 ** 20,
  });
});
// The channel alone must not keep a program from ending.
process.channel.unref();
