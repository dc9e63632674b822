import type { Row } from '../benchmark.ts';

/** Data that were found and cannot be used. */
export interface PassedOver {
  readonly file: string;
  /** In words, without a full stop. */
  readonly reason: string;
}

/** What a function makes of a file; `undefined` where it throws, which is noted. */
export function attempted<T>(file: string, passedOver: PassedOver[], read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    passedOver.push({ file, reason: reasonOf(error) });
    return undefined;
  }
}

/** What an error says, on one line, without a full stop. */
export const reasonOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).replaceAll(/\s+/gu, ' ').replace(/\.$/, '');

/** A line for each. */
export const passedOverRows = (set: string, all: readonly PassedOver[]): readonly Row[] =>
  all.map(({ file, reason }) => ({ columns: { set, note: `"${file}" is passed over: ${reason}.` } }));

/** The only line of a set that is not there. */
export const nothingRow = (set: string, what: string): Row => ({ columns: { set, note: `There is no ${what}.` } });
