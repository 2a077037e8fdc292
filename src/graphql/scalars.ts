import { GraphQLScalarType, type GraphQLNamedInputType } from 'graphql';
import { isMoment, isWebAddress } from '../telephony/wire.ts';

/** The scalars of the contract. See docs/decisions/010-scalars.md. */
export const scalars = {
  DateTime: textScalar(
    'DateTime',
    isMoment,
    'Expected an ISO 8601 date and time with a UTC offset, such as 2026-03-01T00:00:00Z.',
  ),
  URL: textScalar(
    'URL',
    isWebAddress,
    'Expected an absolute URL of at most 8192 characters that starts with http:// or https://.',
  ),
};

/** A sentence that describes a value of one of our scalars; undefined for any other type. */
export function expectedText(type: GraphQLNamedInputType): string | undefined {
  const { expected } = type.extensions;
  return typeof expected === 'string' ? expected : undefined;
}

/** A string in a specified format, passed on unchanged. Its errors never quote the string. */
function textScalar(name: string, accepts: (text: string) => boolean, expected: string) {
  const check = (value: unknown): string => {
    if (typeof value === 'string' && accepts(value)) return value;
    throw new TypeError(expected);
  };
  return new GraphQLScalarType({ name, serialize: check, parseValue: check, extensions: { expected } });
}
