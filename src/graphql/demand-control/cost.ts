import { OperationTypeNode } from 'graphql';
import { MAX_PAGE } from '../connections/cursor.ts';
import type { Entries, Page } from './field-cost.ts';
import type { ArgumentTerm, Condition, FieldTerm, OperationFormula, SelectionTerm } from './formula.ts';
import { entityTypesIn } from './entity-types.ts';
import { inputsOf, type Inputs } from './inputs.ts';
import { PRICES, type Prices } from './prices.ts';

/** The cost of a selection: a fixed part, and a part per entry of the lists that the enclosing page sizes. */
interface SelectionCost {
  readonly fixed: number;
  readonly perEntry: number;
}

const NOTHING: SelectionCost = { fixed: 0, perEntry: 0 };

/**
 * The cost of an operation with these variables, computed before anything is executed. It is an upper bound as long as
 * lists are no longer than the schema assumes: a field that is selected twice counts twice. Linear in document and
 * variables.
 *
 * @param variables as the client sent them
 */
export function costOf(
  formula: OperationFormula,
  variables: Readonly<Record<string, unknown>>,
  prices: Prices = PRICES,
): number {
  const inputs = inputsOf(formula.operation, variables);
  const known = new Map<SelectionTerm, SelectionCost>();

  function selectionCost(term: SelectionTerm): SelectionCost {
    const existing = known.get(term);
    if (existing) return existing;
    known.set(term, NOTHING);
    const cost = [
      ...included(term.fields, inputs).map(fieldCost),
      ...included(term.spreads, inputs).map(({ selection }) => selectionCost(selection)),
    ].reduce(sum, NOTHING);
    known.set(term, cost);
    return cost;
  }

  function fieldCost(term: FieldTerm): SelectionCost {
    const { fieldCost, selections } = term;
    const pageSize = fieldCost.page ? sizeOfPage(fieldCost.page, term, inputs) : 0;
    const rows = fieldCost.page?.by === 'argument' ? pageSize : 0;
    const own =
      term.responseKey.length * prices.character +
      rows * prices.row +
      term.arguments.reduce((total, argument) => total + argumentCost(argument, inputs, prices), 0);

    const value = fieldCost.isIntrospection ? prices.introspectionValue : prices.value;
    const object = (selection: SelectionTerm | undefined): number => {
      const { fixed, perEntry } = selection ? selectionCost(selection) : NOTHING;
      return fieldCost.weight * prices.weight + value + fixed + pageSize * perEntry;
    };
    if (term.isEntities) {
      const types = entityTypesIn(argumentValue(term, 'representations', inputs));
      const entities = types.map((type) => object(selections.get(type ?? '')));
      return { fixed: entities.reduce((total, each) => total + each, own + prices.entities), perEntry: 0 };
    }
    const most =
      selections.size === 0 ? object(undefined) : Math.max(...Array.from(selections.values(), object));
    if (fieldCost.entries?.by === 'page') return { fixed: own, perEntry: most };
    return { fixed: own + sizeOfList(fieldCost.entries, term, inputs) * most, perEntry: 0 };
  }

  const ofMutation = formula.operation.operation === OperationTypeNode.MUTATION ? prices.mutation : 0;
  return ofMutation + selectionCost(formula.root).fixed;
}

/** Above any limit, and small enough for products to stay finite. */
const BEYOND = 1e15;

function sum(one: SelectionCost, other: SelectionCost): SelectionCost {
  return {
    fixed: Math.min(one.fixed + other.fixed, BEYOND),
    perEntry: Math.min(one.perEntry + other.perEntry, BEYOND),
  };
}

function included<T extends { readonly conditions: readonly Condition[] }>(
  terms: readonly T[],
  inputs: Inputs,
): readonly T[] {
  return terms.filter(({ conditions }) =>
    conditions.every(({ includedIf, value }) => inputs.valueOf(value) === includedIf),
  );
}

function argumentCost({ given, takesObjects }: ArgumentTerm, inputs: Inputs, prices: Prices): number {
  if (!given) return 0;
  const sizes = [given.size, ...given.size.variables.map((name) => inputs.sizeOf(name))];
  return sizes.reduce(
    (cost, { objects, values, characters }) =>
      cost +
      // Routers count an input object like a returned object.
      (takesObjects ? objects * prices.weight : 0) +
      values * prices.argumentValue +
      characters * prices.character,
    0,
  );
}

function sizeOfPage(page: Page, term: FieldTerm, inputs: Inputs): number {
  if (page.by === 'assumption') return page.size;
  const size = [argumentValue(term, page.name, inputs), fallbackOf(term, page.name), MAX_PAGE].find(
    (each) => typeof each === 'number',
  );
  // A page of any other size is rejected by its resolver, and costs nothing.
  return Math.min(Math.max(size ?? 0, 0), MAX_PAGE);
}

function sizeOfList(
  entries: Exclude<Entries, { readonly by: 'page' }> | undefined,
  term: FieldTerm,
  inputs: Inputs,
): number {
  if (entries?.by === 'assumption') return entries.size;
  const list = entries && argumentValue(term, entries.name, inputs);
  // A value that is not a list counts once: GraphQL treats it as a list of one.
  return Array.isArray(list) ? list.length : 1;
}

/** The value of an argument in an operation; undefined if it is omitted. */
function argumentValue(term: FieldTerm, name: string, inputs: Inputs): unknown {
  const given = term.arguments.find((argument) => argument.name === name)?.given;
  return given && inputs.valueOf(given.value);
}

function fallbackOf(term: FieldTerm, name: string): unknown {
  return term.arguments.find((argument) => argument.name === name)?.fallback;
}
