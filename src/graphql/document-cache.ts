import { InMemoryLRUCache } from '@apollo/utils.keyvaluecache';
import { Kind, type DocumentNode } from 'graphql';

/** Where Apollo Server keeps the documents that it has parsed and validated. */
export interface DocumentCache {
  get(key: string): Promise<DocumentNode | undefined>;
  set(key: string, document: DocumentNode): Promise<void>;
  delete(key: string): Promise<boolean>;
}

/** How many bytes all documents may take. Enough for hundreds of the operations that user interfaces send. */
const MAX_BYTES = 32 * 1024 * 1024;

/**
 * How many bytes of nodes, formula and costs one token accounts for. The most that any shape of document took is 960 (Node
 * 20): 520 for the nodes of a list of fields, and 440 for the formula of a list that has a term for each of the three
 * entity types.
 */
const BYTES_PER_TOKEN = 1_000;

/**
 * A cache of valid documents, the most recently used ones within a fixed amount of memory. With a document everything
 * is kept that depends on nothing else: that it is valid and within the limits on its shape, the formula of its cost, and the
 * cost of each selection without variables.
 *
 * A document with a quotation mark is never kept: its string could be a password, which must not stay in memory after
 * its request. Such a document is seldom sent twice anyway.
 *
 * Nor is a document with several operations: each would have a formula of its own, and hundreds of short operations may
 * share one long fragment.
 */
export function createDocumentCache(maxBytes = MAX_BYTES): DocumentCache {
  const documents = new InMemoryLRUCache<DocumentNode>({ maxSize: maxBytes, sizeCalculation: bytesOf });
  return {
    get: (key) => documents.get(key),
    async set(key, document) {
      if (hasOneOperation(document) && document.loc?.source.body.includes('"') === false)
        await documents.set(key, document);
    },
    delete: (key) => documents.delete(key),
  };
}

function hasOneOperation({ definitions }: DocumentNode): boolean {
  return definitions.filter(({ kind }) => kind === Kind.OPERATION_DEFINITION).length === 1;
}

function bytesOf({ loc }: DocumentNode): number {
  let tokens = 0;
  for (let token = loc?.startToken; token; token = token.next ?? undefined) tokens += 1;
  return tokens * BYTES_PER_TOKEN + 2 * (loc?.source.body.length ?? 0);
}
