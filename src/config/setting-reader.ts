/** The environment variables of a process. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** A value, or a description of the mistake in a text that does not quote it. */
export type Parsed<T> = { readonly value: T } | { readonly problem: string };

/** Reads one setting. Returns the fallback if it is not set or, after adding to the problems, if it is wrong. */
export type ReadSetting = <T>(name: string, fallback: T, parse: (text: string) => Parsed<T>) => T;

/** An empty variable counts as not set: compose files and CI systems pass unset variables as "". */
export function settingReader(environment: Environment, problems: string[]): ReadSetting {
  return (name, fallback, parse) => {
    const text = environment[name]?.trim();
    if (!text) return fallback;
    const parsed = parse(text);
    if ('value' in parsed) return parsed.value;
    problems.push(`${name} ${parsed.problem}.`);
    return fallback;
  };
}

export function anyText(text: string): Parsed<string> {
  return { value: text };
}
