import Negotiator from 'negotiator';

/** What a GraphQL response is sent as where the request does not choose: older clients read nothing else. */
export const JSON_MEDIA_TYPE = 'application/json; charset=utf-8';

const RESPONSE_MEDIA_TYPES = [JSON_MEDIA_TYPE, 'application/graphql-response+json; charset=utf-8'] as const;

type ResponseMediaType = (typeof RESPONSE_MEDIA_TYPES)[number];

/**
 * Chooses the media type of a GraphQL response, as Apollo Server does, so that a refusal and a result of the same
 * client never differ in it.
 *
 * @param accept the header of the request; missing or empty is legacy for `application/json`
 * @returns undefined if the request accepts none of them
 */
export function responseMediaType(accept: string | undefined): ResponseMediaType | undefined {
  if (!accept) return JSON_MEDIA_TYPE;
  const preferred = preferredOf(accept, RESPONSE_MEDIA_TYPES);
  return RESPONSE_MEDIA_TYPES.find((type) => type === preferred);
}

/** True for a browser that opens the endpoint: it would rather have a page than a GraphQL response. */
export function prefersPage(accept: string | undefined): boolean {
  return !!accept && preferredOf(accept, [...RESPONSE_MEDIA_TYPES, 'text/html']) === 'text/html';
}

function preferredOf(accept: string, types: readonly string[]): string | undefined {
  return new Negotiator({ headers: { accept } }).mediaType([...types]);
}
