/** An id that is unique across portals, made of the portal's opaque key and the CONFIG_ID. Opaque to clients. */
export function toGlobalId(portalKey: string, configId: string): string {
  return Buffer.from(`${portalKey}/${configId}`).toString('base64url');
}

/** The CONFIG_ID in a global id, or undefined if the id is malformed or belongs to another portal. */
function configIdOf(portalKey: string, globalId: string): string | undefined {
  const [key, configId] = Buffer.from(globalId, 'base64url').toString().split('/');
  // Only what this gateway wrote itself: another spelling would answer another id than it was asked for.
  return key === portalKey && configId && toGlobalId(portalKey, configId) === globalId ? configId : undefined;
}

/**
 * The CONFIG_ID that a router's representation names by either key, or undefined. Routers send representations past the
 * coercion of scalars, so what stands under a key may be anything.
 */
export function referencedConfigId(
  portalKey: string,
  reference: { readonly id?: unknown; readonly configId?: unknown },
): string | undefined {
  const { id, configId } = reference;
  if (typeof id === 'string') return configIdOf(portalKey, id);
  return typeof configId === 'string' || typeof configId === 'number' ? String(configId) : undefined;
}
