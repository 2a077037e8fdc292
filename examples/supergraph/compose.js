import composition from '@apollo/composition';
import { composeServices } from '@theguild/federation-composition';
import { parse, print, visit } from 'graphql';

/** The SDL of a subgraph that runs, as it tells it itself. */
export async function readSdl(url, headers = {}) {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query: '{ _service { sdl } }' }),
  });
  const { data, errors } = await response.json();
  if (!data?._service) throw new Error(`${url} tells no SDL: ${errors?.[0]?.message}`);
  return data._service.sdl;
}

/** The two composers of the field. Both take the gateway's SDL as it is; use the one that your router's tools use. */
const COMPOSERS = { guild: composeServices, apollo: composition.composeServices };

/** The supergraph of `{name, url, sdl}`, as SDL. */
export function compose(subgraphs, composer = 'guild') {
  const { supergraphSdl, errors } = COMPOSERS[composer](
    subgraphs.map(({ name, url, sdl }) => ({ name, url, typeDefs: parse(sdl) })),
  );
  if (!supergraphSdl) throw new Error(errors.map(({ message }) => message).join('\n'));
  return supergraphSdl;
}

/**
 * The supergraph without `@requiresScopes`, which `@apollo/gateway` does not know and therefore refuses. Nothing is
 * opened by that: the telephony gateway enforces its scopes itself.
 */
export function withoutScopes(supergraphSdl) {
  const isLinkToScopes = ({ name, arguments: given }) =>
    name.value === 'link' && given.some(({ value }) => `${value.value}`.includes('/requiresScopes/'));
  const document = visit(parse(supergraphSdl), {
    Directive: (node) => (node.name.value === 'requiresScopes' || isLinkToScopes(node) ? null : undefined),
    DirectiveDefinition: ({ name }) => (name.value === 'requiresScopes' ? null : undefined),
    ScalarTypeDefinition: ({ name }) => (name.value.startsWith('requiresScopes__') ? null : undefined),
  });
  return print(document);
}
