import { GraphQLScalarType, type GraphQLNamedInputType } from 'graphql';
import { isMoment, isWebAddress } from '../telephony/wire.ts';

/** The scalars of the contract. See docs/decisions/010-scalars.md. */
export const scalars = {
  DateTime: textScalar(
    'DateTime',
    isMoment,
    'Expected a moment in ISO 8601 with offset, such as 2026-03-01T00:00:00Z.',
  ),
  URL: textScalar('URL', isWebAddress, 'Expected an address that begins with http:// or https://.'),
};

/** What a value of a scalar of ours would be, as a sentence; undefined for every other type. */
export function expectedText(type: GraphQLNamedInputType): string | undefined {
  const { expected } = type.extensions;
  return typeof expected === 'string' ? expected : undefined;
}

/** A text of a certain form, kept as it was written. Its errors never quote the text. */
function textScalar(name: string, accepts: (text: string) => boolean, expected: string) {
  const check = (value: unknown): string => {
    if (typeof value === 'string' && accepts(value)) return value;
    throw new TypeError(expected);
  };
  return new GraphQLScalarType({ name, serialize: check, parseValue: check, extensions: { expected } });
}
