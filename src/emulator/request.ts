/** An HTTP request as the portal sees it, free of any HTTP library. */
export interface PortalRequest {
  readonly method: 'GET' | 'POST';
  /** Path without the query, percent-encoded as it arrived. */
  readonly path: string;
  /** Query without the question mark, percent-encoded as it arrived. */
  readonly query: string;
  /** Header names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** The source address; the rate bucket belongs to it. */
  readonly remoteAddress: string;
  /** Whether the request came over TLS. Default: false. */
  readonly secure?: boolean;
}

/** A complete HTTP answer. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/**
 * What becomes of a request.
 *
 * - `answer`: an HTTP answer.
 * - `drop`: the connection is destroyed without an answer.
 * - `hang`: nothing is ever sent.
 * - `truncate`: the headers announce the whole body, half of it is sent, then the connection is destroyed.
 * - `slow-body`: the headers at once, the body in pieces over `overMs` milliseconds.
 */
export type PortalAnswer =
  | ({ readonly kind: 'answer' } & HttpAnswer)
  | { readonly kind: 'drop' }
  | { readonly kind: 'hang' }
  | ({ readonly kind: 'truncate' } & HttpAnswer)
  | ({ readonly kind: 'slow-body'; readonly overMs: number } & HttpAnswer);
