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
  /** Whether it is the same whatever the variables are. */
  readonly isConstant: boolean;
}

const NOTHING: SelectionCost = { fixed: 0, perEntry: 0, isConstant: true };

/** Of a selection within itself, which no valid document has. */
const WITHIN_ITSELF: SelectionCost = { ...NOTHING, isConstant: false };

/**
 * The cost of an operation with these variables, computed before anything is executed. It is an upper bound as long as
 * lists are no longer than the schema assumes: a field that is selected twice counts twice. Linear in document and
 * variables.
 *
 * @param variables as the client sent them
 */
export type CostOf = (formula: OperationFormula, variables: Readonly<Record<string, unknown>>) => number;

/**
 * Computes costs by these prices. What depends on no variable is computed once for each formula: of a list, that is all of its
 * rows.
 */
export function createCostOf(prices: Prices = PRICES): CostOf {
  const constants = new WeakMap<SelectionTerm, SelectionCost>();
  return (formula, variables) => {
    const ofMutation = formula.operation.operation === OperationTypeNode.MUTATION ? prices.mutation : 0;
    const inputs = inputsOf(formula.operation, variables);
    return ofMutation + costOfSelection(formula.root, inputs, prices, constants).fixed;
  };
}

function costOfSelection(
  root: SelectionTerm,
  inputs: Inputs,
  prices: Prices,
  constants: WeakMap<SelectionTerm, SelectionCost>,
): SelectionCost {
  const known = new Map<SelectionTerm, SelectionCost>();

  function selectionCost(term: SelectionTerm): SelectionCost {
    const existing = constants.get(term) ?? known.get(term);
    if (existing) return existing;
    known.set(term, WITHIN_ITSELF);
    const { fields, spreads } = term;
    const cost = [
      ...included(fields, inputs).map(fieldCost),
      ...included(spreads, inputs).map(({ selection }) => selectionCost(selection)),
    ].reduce(sum, { ...NOTHING, isConstant: !fields.some(isConditional) && !spreads.some(isConditional) });
    (cost.isConstant ? constants : known).set(term, cost);
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
    let isConstant = !term.arguments.some(isVariable);

    const value = fieldCost.isIntrospection ? prices.introspectionValue : prices.value;
    const object = (selection: SelectionTerm | undefined): number => {
      const cost = selection ? selectionCost(selection) : NOTHING;
      isConstant &&= cost.isConstant;
      return fieldCost.weight * prices.weight + value + cost.fixed + pageSize * cost.perEntry;
    };
    if (term.isEntities) {
      const types = entityTypesIn(argumentValue(term, 'representations', inputs));
      const fixed = types.reduce(
        (total, type) => total + object(selections.get(type ?? '')),
        own + prices.entities,
      );
      return { fixed, perEntry: 0, isConstant };
    }
    const most =
      selections.size === 0 ? object(undefined) : Math.max(...Array.from(selections.values(), object));
    if (fieldCost.entries?.by === 'page') return { fixed: own, perEntry: most, isConstant };
    return { fixed: own + sizeOfList(fieldCost.entries, term, inputs) * most, perEntry: 0, isConstant };
  }

  return selectionCost(root);
}

function isConditional({ conditions }: { readonly conditions: readonly Condition[] }): boolean {
  return conditions.length > 0;
}

function isVariable({ given }: ArgumentTerm): boolean {
  return given !== undefined && given.size.variables.length > 0;
}

/** Above any limit, and small enough for products to stay finite. */
const BEYOND = 1e15;

function sum(one: SelectionCost, other: SelectionCost): SelectionCost {
  return {
    fixed: Math.min(one.fixed + other.fixed, BEYOND),
    perEntry: Math.min(one.perEntry + other.perEntry, BEYOND),
    isConstant: one.isConstant && other.isConstant,
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
