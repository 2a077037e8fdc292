import { readFileSync } from 'node:fs';
import { Kind, parse, visit, type ASTNode } from 'graphql';
import { describe, expect, it } from 'vitest';

/** What is wrong with names and deprecations of an SDL. */
function lint(sdl: string): string[] {
  const problems: string[] = [];
  const check = (name: string, pattern: RegExp, what: string) => {
    if (!pattern.test(name)) problems.push(`${what} ${name}`);
  };
  const type = ({ name }: { readonly name: { readonly value: string } }) => {
    check(name.value, /^([A-Z][a-z0-9]+)+$/, 'type');
  };
  const member = ({ name }: { readonly name: { readonly value: string } }) => {
    check(name.value, /^[a-z]+([A-Z][a-z0-9]+)*$/, 'field or argument');
  };
  visit(parse(sdl), {
    ObjectTypeDefinition: type,
    EnumTypeDefinition: type,
    InputObjectTypeDefinition(node) {
      type(node);
      check(node.name.value, /(Input|Filter|Order)$/, 'input type');
    },
    FieldDefinition: member,
    InputValueDefinition: member,
    EnumValueDefinition: ({ name }) => {
      check(name.value, /^[A-Z]+(_[A-Z]+)*$/, 'enum value');
    },
    Directive({ name, arguments: given }, _key, _parent, _path, ancestors) {
      if (name.value !== 'deprecated') return;
      const reason = given?.find((each) => each.name.value === 'reason')?.value;
      const says = reason?.kind === Kind.STRING && reason.value.trim().length > 10;
      if (!says) problems.push(`deprecation without a reason: ${nameOf(ancestors)}`);
    },
  });
  return problems;
}

interface Described {
  readonly name: { readonly value: string };
  readonly description?: { readonly value: string } | undefined;
}

/** Definitions of an SDL without a description, and scalars that do not say where their format is specified. */
function undescribed(sdl: string): string[] {
  const problems: string[] = [];
  const check = ({ name, description }: Described) => {
    if (!description?.value.trim()) problems.push(name.value);
  };
  visit(parse(sdl), {
    ScalarTypeDefinition(node) {
      check(node);
      if (!node.directives?.some(({ name }) => name.value === 'specifiedBy'))
        problems.push(`format of ${node.name.value}`);
    },
    ObjectTypeDefinition: check,
    InterfaceTypeDefinition: check,
    UnionTypeDefinition: check,
    EnumTypeDefinition: check,
    InputObjectTypeDefinition: check,
    FieldDefinition: check,
    InputValueDefinition: check,
    EnumValueDefinition: check,
  });
  return problems;
}

function nameOf(ancestors: readonly (ASTNode | readonly ASTNode[])[]): string {
  const owner = ancestors.at(-1);
  return owner && 'kind' in owner && owner.kind === Kind.FIELD_DEFINITION ? owner.name.value : 'elsewhere';
}

describe('the SDL', () => {
  it('follows the naming conventions, and gives a reason for every deprecation', () => {
    expect(lint(readFileSync('schema.graphql', 'utf8'))).toEqual([]);
  });

  it.each([
    'type sipLine { a: ID }',
    'type SIPLine { a: ID }',
    'type Query { Config_id: ID }',
    'type Query { a(CONFIG_ID: ID): ID }',
    'enum Kind { cloud }',
    'input Line { a: ID }',
    'type Query { a: ID @deprecated }',
    'type Query { a: ID @deprecated(reason: "old") }',
  ])('is rejected by the check for %s', (sdl) => {
    expect(lint(sdl)).toHaveLength(1);
  });

  it('describes every type, field, argument and value', () => {
    expect(undescribed(readFileSync('schema.graphql', 'utf8'))).toEqual([]);
  });

  it.each([
    ['type A { "b" b: ID }', 'A'],
    ['"a" type A { b: ID }', 'b'],
    ['"a" type A { "b" b(c: ID): ID }', 'c'],
    ['"a" enum A { B }', 'B'],
    ['"a" input A { b: ID }', 'b'],
    ['" " input A { "b" b: ID }', 'A'],
    ['scalar A @specifiedBy(url: "https://example.com")', 'A'],
    ['"a" scalar A', 'format of A'],
  ])('is rejected by the check for %s', (sdl, what) => {
    expect(undescribed(sdl)).toEqual([what]);
  });
});
