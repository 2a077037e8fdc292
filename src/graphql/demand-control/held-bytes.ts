import type { DocumentNode } from 'graphql';
import { createCostOf } from './cost.ts';
import type { OperationFormula } from './formula.ts';
import { BYTES } from './prices.ts';

/**
 * What a token of a document takes in memory with the nodes and the formula that are made of it, and the costs that are kept
 * with it: at most 960 (Node 20).
 */
const BYTES_OF_TOKEN = 1_000;

/** The text of the document, as received and in the source that errors refer to. */
const BYTES_OF_CHARACTER = 4;

/**
 * Estimates what an operation holds for as long as it runs, whatever a portal returns, in bytes: its document and its
 * arguments. Arguments count each time they are used, because each use may be a command of its own.
 *
 * @param variables as the client sent them
 */
export type BytesHeldBy = (
  document: DocumentNode,
  formula: OperationFormula,
  variables: Readonly<Record<string, unknown>>,
) => number;

export function createBytesHeldBy(): BytesHeldBy {
  const costOf = createCostOf(BYTES);
  const documents = new WeakMap<DocumentNode, number>();
  return (document, formula, variables) => {
    const ofDocument = documents.get(document) ?? bytesOf(document);
    documents.set(document, ofDocument);
    return ofDocument + Math.ceil(costOf(formula, variables));
  };
}

function bytesOf({ loc }: DocumentNode): number {
  let tokens = 0;
  for (let token = loc?.startToken; token; token = token.next ?? undefined) tokens += 1;
  return tokens * BYTES_OF_TOKEN + (loc?.source.body.length ?? 0) * BYTES_OF_CHARACTER;
}
