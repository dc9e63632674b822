import type { Run } from '@faultline/model';
import { OtlpJsonWriter } from '@faultline/spans';

/** Writes a run as one or more lines. */
export type RunWriter = (run: Run) => Iterable<string>;

/** What runs can be written as, by the name that a person types after --to; a writer is for one file. */
export const runFormats: ReadonlyMap<string, () => RunWriter> = new Map<string, () => RunWriter>([
  ['native', () => (run) => [JSON.stringify(run)]],
  [
    'otlp-json',
    () => {
      const writer = new OtlpJsonWriter();
      return function* (run) {
        for (const document of writer.documentsOf(run)) yield JSON.stringify(document);
      };
    },
  ],
]);
