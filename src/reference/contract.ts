import {
  Kind,
  parse,
  print,
  valueFromASTUntyped,
  type ConstDirectiveNode,
  type DefinitionNode,
  type StringValueNode,
  type TypeNode,
} from 'graphql';

/** The contract as the reference shows it. */
export interface Contract {
  readonly query: Definition;
  readonly mutation: Definition;
  /** Every other type but that of the error codes. */
  readonly types: readonly Definition[];
  readonly codes: Definition;
}

export type DefinitionKind = 'type' | 'input' | 'enum' | 'scalar';

/** A type of any kind. */
export interface Definition extends Annotated {
  readonly kind: DefinitionKind;
  /** Its fields or values. */
  readonly members: readonly Member[];
  /** The specification of a scalar. */
  readonly specifiedBy: string | undefined;
}

/** A field, an argument, or a value of an enum. */
export interface Member extends Annotated {
  readonly type: TypeReference | undefined;
  readonly defaultValue: string | undefined;
  readonly args: readonly Member[];
}

/** What a field or an argument has, such as `[SipLine!]!`: the name, and what is around it. */
export interface TypeReference {
  readonly before: string;
  readonly name: string;
  readonly after: string;
}

interface Annotated {
  readonly name: string;
  readonly description: string;
  /** Lists of gateway scopes: all of any one of them are sufficient. Empty if none is required. */
  readonly scopes: readonly (readonly string[])[];
  /** What the field adds to the cost of an operation; undefined if the contract does not say. */
  readonly cost: number | undefined;
}

/** The enum whose values have a section of their own. */
const CODES = 'TelephonyErrorCode';

/** @throws Error if one of the types is missing that every version of the contract has */
export function readContract(sdl: string): Contract {
  const definitions = parse(sdl).definitions.flatMap((node) => definitionOf(node) ?? []);
  const find = (wanted: string) => {
    const found = definitions.find(({ name }) => name === wanted);
    if (!found) throw new Error(`The contract has no type ${wanted}.`);
    return found;
  };
  const [query, mutation, codes] = [find('Query'), find('Mutation'), find(CODES)];
  const types = definitions.filter((definition) => ![query, mutation, codes].includes(definition));
  return { query, mutation, types, codes };
}

function definitionOf(node: DefinitionNode): Definition | undefined {
  switch (node.kind) {
    case Kind.OBJECT_TYPE_DEFINITION:
      return { ...annotated(node), kind: 'type', members: membersOf(node.fields), specifiedBy: undefined };
    case Kind.INPUT_OBJECT_TYPE_DEFINITION:
      return { ...annotated(node), kind: 'input', members: membersOf(node.fields), specifiedBy: undefined };
    case Kind.ENUM_TYPE_DEFINITION:
      return { ...annotated(node), kind: 'enum', members: membersOf(node.values), specifiedBy: undefined };
    case Kind.SCALAR_TYPE_DEFINITION: {
      const url = argumentOf(node, 'specifiedBy', 'url');
      return { ...annotated(node), kind: 'scalar', members: [], specifiedBy: url as string | undefined };
    }
    default:
      return undefined;
  }
}

/** What the nodes of all definitions and members have in common. */
interface AnnotatedNode {
  readonly name: { readonly value: string };
  readonly description?: StringValueNode | undefined;
  readonly directives?: readonly ConstDirectiveNode[] | undefined;
}

interface MemberNode extends AnnotatedNode {
  readonly type?: TypeNode;
  readonly defaultValue?: Parameters<typeof print>[0] | undefined;
  readonly arguments?: readonly MemberNode[] | undefined;
}

function membersOf(nodes: readonly MemberNode[] = []): readonly Member[] {
  return nodes.map((node) => ({
    ...annotated(node),
    type: node.type && referenceOf(print(node.type)),
    defaultValue: node.defaultValue && print(node.defaultValue),
    args: membersOf(node.arguments),
  }));
}

function annotated(node: AnnotatedNode): Annotated {
  const cost = argumentOf(node, 'cost', 'weight');
  return {
    name: node.name.value,
    description: node.description?.value ?? '',
    scopes: (argumentOf(node, 'requiresScopes', 'scopes') ?? []) as readonly (readonly string[])[],
    cost: cost === undefined ? undefined : Number(cost),
  };
}

function referenceOf(text: string): TypeReference {
  const [, before = '', name = '', after = ''] = /^(\[*)(\w+)(.*)$/.exec(text) ?? [];
  return { before, name, after };
}

function argumentOf({ directives = [] }: AnnotatedNode, directive: string, argument: string): unknown {
  const found = directives.find(({ name }) => name.value === directive);
  const value = found?.arguments?.find(({ name }) => name.value === argument)?.value;
  return value && valueFromASTUntyped(value);
}
