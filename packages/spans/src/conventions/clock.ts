import { labelIn } from './attribute-text.ts';
import { clockAttributes } from './conventions.ts';
import type { SpanTable } from '../table/span-table.ts';

/**
 * Which clock the spans of a resource were timed with: service, machine and process, as far as they are known.
 * `undefined`: nothing is. Two spans with one clock can be compared to the microsecond, others may be skewed.
 */
export function clockReader(table: SpanTable): (resource: number) => string | undefined {
  const clocks: string[] = [];
  return (resource) => {
    const clock = (clocks[resource] ??= clockOf(table, resource));
    return clock === '' ? undefined : clock;
  };
}

const clockOf = ({ resources }: SpanTable, resource: number): string =>
  clockAttributes
    .map((attributes) => attributes.map((key) => labelIn(resources[resource]?.get(key))).find(isKnown))
    .filter((label) => label !== undefined)
    .join('/');

/** SDKs write `unknown_service`, or that and a program, where nobody told them the name. */
const isKnown = (label: string | undefined): boolean =>
  label !== undefined && label !== '' && !label.startsWith('unknown_service');
