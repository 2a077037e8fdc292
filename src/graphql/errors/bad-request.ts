/**
 * Texts of ours for Apollo Server's refusals of requests that are not GraphQL over HTTP. Its own texts address whoever
 * configures Apollo Server, and only they tell the refusals apart: the code of all is `BAD_REQUEST`. `$1` is the name of a
 * parameter, never a value.
 */
const MESSAGES: readonly (readonly [refusal: RegExp, message: string])[] = [
  [
    /^This operation has been blocked as a potential Cross-Site Request Forgery.*$/s,
    'A web page of another origin could have sent this request. Add the header "Apollo-Require-Preflight: true", or send the operation by POST with "Content-Type: application/json".',
  ],
  [
    /^Operation batching disabled\.$/,
    'Send each operation in a request of its own: a list of operations is not accepted.',
  ],
  [/^POST body missing.*$/, 'Send a JSON object with the operation in "query".'],
  [/^GraphQL queries must be strings.*$/s, '"query" must be the text of the operation.'],
  [/^GraphQL operations must contain a non-empty `query`.*$/, 'The request has no operation in "query".'],
  [/^`(variables|extensions)` in a POST body.*$/, '"$1" must be a JSON object.'],
  [/^`(operationName)` in a POST body.*$/, '"$1" must be a string.'],
  [
    /^The '?(\w+)'? search parameter may only be specified once\.$/,
    '"$1" may occur only once in the address.',
  ],
  [/^The '?(\w+)'? search parameter .*JSON.*$/, '"$1" in the address must be a JSON object.'],
  [
    /^GET requests only support query operations.*$/,
    'Send mutations by POST: a request by GET may only read.',
  ],
  [
    /^GET requests may not have a content-type header.*$/,
    'Send a request by GET without "Content-Type", or with "Content-Type: application/json".',
  ],
];

const OTHERWISE = 'This is not a GraphQL request that this gateway understands.';

/** Returns what the caller should do about a request that Apollo Server refused with this message. */
export function badRequestMessage(refusal: string): string {
  for (const [pattern, message] of MESSAGES) {
    if (pattern.test(refusal)) return refusal.replace(pattern, message);
  }
  return OTHERWISE;
}
