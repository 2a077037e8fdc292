import type { LineRowFragment } from '../__generated__/graphql.ts';

/** A line's title, or its number if it has none. */
export function nameOf({ title, configId }: Pick<LineRowFragment, 'title' | 'configId'>): string {
  return title === '' ? `Line ${configId}` : title;
}
