import { inspect } from 'node:util';

const MASK = '[secret]';

/**
 * A value that must never reach a log, an error or a response. Every conversion to text (template, JSON, `console.log`)
 * returns a mask. Only {@link Secret.reveal} returns the value, so a search for `reveal(` finds every place that uses
 * it.
 */
export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  reveal(): string {
    return this.#value;
  }

  toString(): string {
    return MASK;
  }

  toJSON(): string {
    return MASK;
  }

  [inspect.custom](): string {
    return MASK;
  }
}
