import { GraphQLError, Lexer, Source, TokenKind, type Token } from 'graphql';
import { MAX_TOKENS } from './document-limits.ts';

/**
 * How deep brackets of all kinds may be nested. Operations need a third of it: the limit on the depth of selections,
 * and an input object in a list. graphql-js parses, compares and prints nested values recursively, and a few thousand
 * levels overflow the stack.
 */
export const MAX_NESTING = 50;

const OPENING = new Set<TokenKind>([TokenKind.BRACE_L, TokenKind.BRACKET_L, TokenKind.PAREN_L]);
const [BRACE, BRACKET, PARENTHESIS] = [0x7b, 0x5b, 0x28];
const CLOSING = new Set<TokenKind>([TokenKind.BRACE_R, TokenKind.BRACKET_R, TokenKind.PAREN_R]);

/**
 * Whether brackets are nested too deeply in a document that has not been parsed yet: in selections, arguments, literals
 * or types. Brackets in strings and comments do not count. What is after an error of syntax does not count either,
 * because the parser stops there too.
 */
export function isNestedTooDeeply(document: string): boolean {
  return hasManyBrackets(document) && depthOf(new Lexer(new Source(document))) > MAX_NESTING;
}

/**
 * Whether the document has enough brackets to be nested too deeply. Most have not, and need not be read token by token.
 */
function hasManyBrackets(document: string): boolean {
  let brackets = 0;
  // Not by characters, each of which would be a string of its own.
  for (let at = 0; at < document.length && brackets <= MAX_NESTING; at += 1) {
    const unit = document.charCodeAt(at);
    if (unit === BRACE || unit === BRACKET || unit === PARENTHESIS) brackets += 1;
  }
  return brackets > MAX_NESTING;
}

/** The depth of what the parser would read: up to the maximum number of tokens. */
function depthOf(lexer: Lexer): number {
  let depth = 0;
  let deepest = 0;
  for (let tokens = 0; tokens <= MAX_TOKENS && deepest <= MAX_NESTING; tokens += 1) {
    const kind = nextToken(lexer)?.kind;
    if (kind === undefined || kind === TokenKind.EOF) break;
    if (OPENING.has(kind)) depth += 1;
    if (CLOSING.has(kind)) depth -= 1;
    deepest = Math.max(deepest, depth);
  }
  return deepest;
}

function nextToken(lexer: Lexer): Token | undefined {
  try {
    return lexer.advance();
  } catch (error) {
    if (error instanceof GraphQLError) return undefined;
    throw error;
  }
}
