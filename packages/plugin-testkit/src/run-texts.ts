import type { Run } from '@faultline/model';

/** The edges of a run as texts: `fetch -> parse (explicit)`. */
export const edgeTexts = (run: Run | undefined): readonly string[] =>
  (run?.edges ?? []).map(({ from, to, origin }) => `${from} -> ${to} (${origin})`);

/** The ids of what was mended in a run or left out. */
export const noteIds = (run: Run | undefined): readonly string[] => (run?.notes ?? []).map(({ id }) => id);
