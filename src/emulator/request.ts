/** An HTTP request as the portal gets it, independent of any HTTP library. */
export interface PortalRequest {
  readonly method: 'GET' | 'POST';
  /** Path without the query, percent-encoded as it arrived. */
  readonly path: string;
  /** Query without the question mark, percent-encoded as it arrived. */
  readonly query: string;
  /** Header names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** The source address, which has a rate bucket of its own. */
  readonly remoteAddress: string;
  /** Whether the request came over TLS. Default: false. */
  readonly secure?: boolean;
}

/** A complete HTTP response. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Of the body. Default: utf8. */
  readonly encoding?: 'latin1';
}

/**
 * The outcome of a request.
 *
 * - `answer`: an HTTP response.
 * - `drop`: the connection is closed without a response.
 * - `hang`: nothing is ever sent.
 * - `truncate`: the headers announce the whole body, half of it is sent, and the connection is closed.
 * - `slow-body`: the headers are sent at once, the body in pieces over `overMs` milliseconds.
 */
export type PortalAnswer =
  | ({ readonly kind: 'answer' } & HttpAnswer)
  | { readonly kind: 'drop' }
  | { readonly kind: 'hang' }
  | ({ readonly kind: 'truncate' } & HttpAnswer)
  | ({ readonly kind: 'slow-body'; readonly overMs: number } & HttpAnswer);
