/** Kinds of things that have a global id. */
type Kind = 'line' | 'outgoing-line' | 'user' | 'call';

/** Under which key entities have the portal's own id. */
const OWN_KEYS = { line: 'configId', 'outgoing-line': 'lineId', user: 'userId' } as const;

/** An id that is unique across portals, made of the portal's opaque key and the portal's own id. Opaque to clients. */
export function toGlobalId(portalKey: string, kind: Kind, id: string): string {
  return Buffer.from([portalKey, kind, id].join('/')).toString('base64url');
}

/** The portal's own id in a global id, or undefined if that is malformed or belongs to another portal or kind. */
function localId(portalKey: string, kind: Kind, globalId: string): string | undefined {
  const id = Buffer.from(globalId, 'base64url').toString().split('/')[2];
  // Only what this gateway wrote itself: another spelling would answer another id than it was asked for.
  return id && toGlobalId(portalKey, kind, id) === globalId ? id : undefined;
}

/**
 * The portal's own id that a router's representation names by either key, or undefined. Routers send representations
 * past the coercion of scalars, so what stands under a key may be anything.
 */
export function referencedId(
  portalKey: string,
  kind: keyof typeof OWN_KEYS,
  reference: object,
): string | undefined {
  const { id, [OWN_KEYS[kind]]: own } = reference as Readonly<Record<string, unknown>>;
  if (typeof id === 'string') return localId(portalKey, kind, id);
  // A larger number is another id than the one that was written.
  return typeof own === 'string' || Number.isSafeInteger(own) ? String(own) : undefined;
}
