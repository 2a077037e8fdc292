import type { BulkCase } from './cases.ts';

const WIDTH = 760;
const LEFT = 170;
const BAR = 12;
const GROUP = 4 * BAR + 22;
const TOP = 46;
/** Bars end here; what is longer is cut off and says so. */
const LONGEST_SECONDS = 60;

const SERIES = [
  { name: 'bound', fill: '#9aa4b2', of: ({ bound }: BulkCase) => bound },
  { name: 'gateway', fill: '#2f81f7', of: ({ runs }: BulkCase) => runs.gateway.seconds },
  { name: 'call each', fill: '#d29922', of: ({ runs }: BulkCase) => runs['one call per command'].seconds },
  { name: 'batches of 50', fill: '#a371f7', of: ({ runs }: BulkCase) => runs['batches of 50'].seconds },
];

/** Seconds of each contestant in each case, as SVG that reads on light and dark pages. */
export function barChart(cases: readonly BulkCase[]): string {
  const height = TOP + cases.length * GROUP + 6;
  const legend = SERIES.map(
    ({ name, fill }, index) =>
      `<rect x="${LEFT + index * 140}" y="14" width="12" height="12" fill="${fill}"/>` +
      `<text x="${LEFT + index * 140 + 18}" y="24">${name}</text>`,
  );
  const bars = cases.flatMap((each, row) => {
    const y = TOP + row * GROUP;
    const label = `<text x="${LEFT - 12}" y="${y + 2 * BAR + 4}" text-anchor="end">${each.commands}, ${each.bucket}</text>`;
    return [label, ...SERIES.map((series, index) => bar(series.of(each), series.fill, y + index * BAR))];
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="Seconds for many commands at once">
<style>text { font: 12px system-ui, sans-serif; fill: #6e7781 }</style>
${[...legend, ...bars].join('\n')}
</svg>
`;
}

function bar(seconds: number, fill: string, y: number): string {
  const shown = Math.min(seconds, LONGEST_SECONDS);
  const width = Math.max(1, (shown / LONGEST_SECONDS) * (WIDTH - LEFT - 80));
  const text = `${seconds.toFixed(1)} s${seconds > LONGEST_SECONDS ? ' →' : ''}`;
  return (
    `<rect x="${LEFT}" y="${y}" width="${width.toFixed(1)}" height="${BAR - 2}" rx="2" fill="${fill}"/>` +
    `<text x="${(LEFT + width + 6).toFixed(1)}" y="${y + BAR - 2}">${text}</text>`
  );
}
