import { Kind, type ValueNode } from 'graphql';

/** The size of an argument's value. */
export interface ArgumentSize {
  readonly objects: number;
  /** All values in it: objects, lists, strings, numbers and so on. */
  readonly values: number;
  /** Characters of its strings and field names. */
  readonly characters: number;
}

/** The size of a value in an operation, before its variables are known. */
export interface OpenArgumentSize extends ArgumentSize {
  /** The names of the variables in it, once per occurrence. */
  readonly variables: readonly string[];
}

/** Measures a value of an operation. Recursion is as deep as the parser's. */
export function literalSize(node: ValueNode): OpenArgumentSize {
  const size = { objects: 0, values: 0, characters: 0, variables: [] as string[] };
  const add = (value: ValueNode): void => {
    if (value.kind === Kind.VARIABLE) {
      size.variables.push(value.name.value);
      return;
    }
    size.values += 1;
    if (value.kind === Kind.LIST) value.values.forEach(add);
    else if (value.kind === Kind.OBJECT) {
      size.objects += 1;
      for (const field of value.fields) {
        size.characters += field.name.value.length;
        add(field.value);
      }
    } else if ('value' in value && typeof value.value === 'string') size.characters += value.value.length;
  };
  add(node);
  return size;
}

/** Measures a variable's value. Not recursive, because clients control its depth. */
export function valueSize(value: unknown): ArgumentSize {
  const size = { objects: 0, values: 0, characters: 0 };
  const open: unknown[] = [value];
  while (open.length > 0) {
    const each = open.pop();
    size.values += 1;
    if (typeof each === 'string') size.characters += each.length;
    else if (Array.isArray(each)) for (const entry of each as unknown[]) open.push(entry);
    else if (typeof each === 'object' && each !== null) {
      size.objects += 1;
      for (const [name, field] of Object.entries(each)) {
        size.characters += name.length;
        open.push(field);
      }
    }
  }
  return size;
}
