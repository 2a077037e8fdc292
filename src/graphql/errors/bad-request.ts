/**
 * Our messages for requests that Apollo Server refuses because they are not GraphQL over HTTP. Its own messages address
 * the people who configure Apollo Server, but only they distinguish the cases: all have the code `BAD_REQUEST`. `$1` is
 * the name of a parameter, never a value.
 */
const MESSAGES: readonly (readonly [refusal: RegExp, message: string])[] = [
  [
    /^This operation has been blocked as a potential Cross-Site Request Forgery.*$/s,
    'A web page of another origin could have sent this request. Add the header "Apollo-Require-Preflight: true", or send the operation as a POST request with "Content-Type: application/json".',
  ],
  [
    /^Operation batching disabled\.$/,
    'Send each operation in its own request: batched operations are not accepted.',
  ],
  [/^POST body missing.*$/, 'Send a JSON object with the operation in "query".'],
  [/^GraphQL queries must be strings.*$/s, '"query" must be a string that contains the operation.'],
  [/^GraphQL operations must contain a non-empty `query`.*$/, 'The request has no operation in "query".'],
  [/^`(variables|extensions)` in a POST body.*$/, '"$1" must be a JSON object.'],
  [/^`(operationName)` in a POST body.*$/, '"$1" must be a string.'],
  [/^The '?(\w+)'? search parameter may only be specified once\.$/, '"$1" may occur only once in the URL.'],
  [/^The '?(\w+)'? search parameter .*JSON.*$/, '"$1" in the URL must be a JSON object.'],
  [
    /^GET requests only support query operations.*$/,
    'Send mutations as POST requests: GET requests can only execute queries.',
  ],
  [
    /^GET requests may not have a content-type header.*$/,
    'Send GET requests without "Content-Type", or with "Content-Type: application/json".',
  ],
];

const OTHERWISE = 'This is not a GraphQL request that this gateway supports.';

/** Returns a message that says what to do about a request that Apollo Server refused with this one. */
export function badRequestMessage(refusal: string): string {
  for (const [pattern, message] of MESSAGES) {
    if (pattern.test(refusal)) return refusal.replace(pattern, message);
  }
  return OTHERWISE;
}
