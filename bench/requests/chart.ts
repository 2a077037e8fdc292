import { OWN } from './contestants.ts';

const WIDTH = 760;
const LEFT = 240;
const RIGHT = 110;
const BAR = 16;
const STEP = 22;
const TITLE = 34;

export interface Bar {
  readonly program: string;
  readonly micros: number;
}

export interface BarGroup {
  readonly title: string;
  readonly bars: readonly Bar[];
}

/** CPU time for each request of every program, as SVG that reads on light and dark pages. */
export function barChart(groups: readonly BarGroup[]): string {
  let y = 0;
  const parts = groups.flatMap(({ title, bars }) => {
    const longest = Math.max(...bars.map(({ micros }) => micros));
    y += TITLE;
    const heading = `<text x="${LEFT}" y="${y - 10}" font-weight="600">${title}</text>`;
    return [
      heading,
      ...bars.map(({ program, micros }) => {
        const width = Math.max(1, (micros / longest) * (WIDTH - LEFT - RIGHT));
        const fill = program === OWN.name ? '#2f81f7' : '#9aa4b2';
        const text =
          `<text x="${LEFT - 12}" y="${y + 12}" text-anchor="end">${program}</text>` +
          `<rect x="${LEFT}" y="${y}" width="${width.toFixed(1)}" height="${BAR}" rx="2" fill="${fill}"/>` +
          `<text x="${(LEFT + width + 6).toFixed(1)}" y="${y + 12}">${Math.round(micros)} µs</text>`;
        y += STEP;
        return text;
      }),
    ];
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${y + 8}" role="img" aria-label="CPU time for each request">
<style>text { font: 12px system-ui, sans-serif; fill: #6e7781 }</style>
${parts.join('\n')}
</svg>
`;
}
