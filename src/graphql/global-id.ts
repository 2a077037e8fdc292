/** Kinds of objects with a global ID. */
type Kind = 'line' | 'outgoing-line' | 'user' | 'call';

/** The key that holds the portal's own ID in each entity. */
const OWN_KEYS = { line: 'configId', 'outgoing-line': 'lineId', user: 'userId' } as const;

/** An ID that is unique across portals, built from the portal's opaque key and own ID. Opaque to clients. */
export function toGlobalId(portalKey: string, kind: Kind, id: string): string {
  return Buffer.from(`${portalKey}/${kind}/${id}`).toString('base64url');
}

/** The portal's own ID in a global ID; undefined if that is malformed or belongs to another portal or kind. */
function localId(portalKey: string, kind: Kind, globalId: string): string | undefined {
  const id = Buffer.from(globalId, 'base64url').toString().split('/')[2];
  // Only IDs that this gateway encoded: another encoding would return an entity with a different ID than requested.
  return id && toGlobalId(portalKey, kind, id) === globalId ? id : undefined;
}

/**
 * The portal's own ID that a router's representation contains under either key, or undefined. Representations bypass
 * scalar coercion, so the value of a key may be anything.
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
