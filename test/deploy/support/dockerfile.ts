import { readFileSync } from 'node:fs';

export interface Instruction {
  readonly name: string;
  readonly text: string;
}

/** A stage of a Dockerfile, with its instructions after FROM. */
export interface Stage {
  readonly base: string;
  readonly name: string | undefined;
  readonly instructions: readonly Instruction[];
}

/** Reads the subset of the Dockerfile syntax that ours uses. */
export function readDockerfile(path: string): readonly Stage[] {
  const lines = readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => !line.startsWith('#'))
    .join('\n')
    .replaceAll(/\\\n\s*/g, '')
    .split('\n')
    .filter((line) => line.trim() !== '');
  const stages: { base: string; name: string | undefined; instructions: Instruction[] }[] = [];
  for (const line of lines) {
    const [, name = '', text = ''] = /^([A-Z]+) +(.*)$/.exec(line) ?? [];
    if (name === 'FROM') {
      const [base = '', , stageName] = text.split(' ');
      stages.push({ base, name: stageName, instructions: [] });
    } else if (name === '') throw new Error(`not an instruction: ${line}`);
    else stages.at(-1)?.instructions.push({ name, text });
  }
  return stages;
}

/** The stage that becomes the image. */
export function lastOf(stages: readonly Stage[]): Stage {
  const last = stages.at(-1);
  if (!last) throw new Error('a Dockerfile without FROM');
  return last;
}

/** The text of the stage's last instruction with this name. Throws if there is none. */
export function textOf({ instructions }: Stage, name: string): string {
  const found = instructions.findLast((each) => each.name === name);
  if (!found) throw new Error(`the stage has no ${name}`);
  return found.text;
}

/** The arguments of an instruction in exec form. Throws for the shell form, which would start a shell. */
export function execForm(text: string): readonly string[] {
  return JSON.parse(text.replace(/^.*?(?=\[)/, '')) as string[];
}

/** The variables that a stage sets for its process. */
export function environmentOf({ instructions }: Stage): Readonly<Record<string, string>> {
  return Object.fromEntries(
    instructions
      .filter(({ name }) => name === 'ENV')
      .flatMap(({ text }) => text.split(' ').map((pair) => pair.split('=', 2) as [string, string])),
  );
}
