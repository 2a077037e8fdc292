import Negotiator from 'negotiator';

/** The media type of responses to requests that do not choose one: older clients read nothing else. */
export const JSON_MEDIA_TYPE = 'application/json; charset=utf-8';

const RESPONSE_MEDIA_TYPES = [JSON_MEDIA_TYPE, 'application/graphql-response+json; charset=utf-8'] as const;

type ResponseMediaType = (typeof RESPONSE_MEDIA_TYPES)[number];

/**
 * Chooses the media type of a GraphQL response as Apollo Server does, so that a client gets refusals in the same one as
 * results.
 *
 * @param accept the header of the request; missing or empty stands for `application/json`
 * @returns undefined if the request accepts neither
 */
export function responseMediaType(accept: string | undefined): ResponseMediaType | undefined {
  if (!accept) return JSON_MEDIA_TYPE;
  const preferred = preferredOf(accept, RESPONSE_MEDIA_TYPES);
  return RESPONSE_MEDIA_TYPES.find((type) => type === preferred);
}

/** True for a browser that opens the endpoint: it prefers a page to a GraphQL response. */
export function prefersPage(accept: string | undefined): boolean {
  return !!accept && preferredOf(accept, [...RESPONSE_MEDIA_TYPES, 'text/html']) === 'text/html';
}

function preferredOf(accept: string, types: readonly string[]): string | undefined {
  return new Negotiator({ headers: { accept } }).mediaType([...types]);
}
