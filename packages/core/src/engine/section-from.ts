import { sectionSchema, type Json, type Section } from '@faultline/model';
import type { Analysis } from '../plugin/analysis.ts';
import type { RunView } from '../run/run-view.ts';
import { earlierOf } from './earlier.ts';
import type { Surroundings } from './evaluate.ts';
import { randomOf } from './random.ts';
import { valid } from './valid.ts';

/** Runs one analysis over one run. `undefined`: it has nothing to say. Throws what the analysis throws. */
export function sectionFrom(analysis: Analysis, run: RunView, surroundings: Surroundings): Section | undefined {
  const { id, chapter, title, schema } = analysis;
  const { options, learned, earlier, seed = 0, checkpoint = () => {} } = surroundings;
  const random = randomOf(`${seed} ${id} ${run.id}`);
  const context = { options, learned, earlier: earlierOf(earlier), random, checkpoint };
  // As in `evaluate`: here the author's types are erased.
  const found = analysis.analyze(run, context as never);
  if (found === undefined) return undefined;
  const value = valid(schema, found, 'its value');
  // Sections hold JSON: that is a convention of their schemas, which the compiler does not know.
  return valid(
    sectionSchema,
    { id, chapter, title, value: value as Json, blocks: analysis.present(value) },
    'its section',
  );
}
