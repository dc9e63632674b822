import { insightSchema, sectionSchema, type Insight, type Json, type Section } from '@faultline/model';
import type { Analysis } from '../plugin/analysis.ts';
import type { RunView } from '../run/run-view.ts';
import { earlierOf } from './earlier.ts';
import type { Surroundings } from './evaluate.ts';
import { randomOf } from './random.ts';
import { valid } from './valid.ts';

/** A section, and what it adds to the summary. */
export interface SummedUpSection {
  readonly section: Section;
  readonly insights: readonly Insight[];
}

/** Runs one analysis over one run. `undefined`: it has nothing to say. Throws what the analysis throws. */
export function sectionFrom(analysis: Analysis, run: RunView, surroundings: Surroundings): SummedUpSection | undefined {
  const { id, chapter, title, schema } = analysis;
  const { options, learned, earlier, seed = 0, checkpoint = () => {} } = surroundings;
  const random = randomOf(`${seed} ${id} ${run.id}`);
  const context = { options, learned, earlier: earlierOf(earlier), random, checkpoint };
  // As in `evaluate`: here the author's types are erased.
  const found = analysis.analyze(run, context as never);
  if (found === undefined) return undefined;
  const value = valid(schema, found, 'its value');
  // Sections hold JSON: that is a convention of their schemas, which the compiler does not know.
  const section = { id, chapter, title, value: value as Json, blocks: analysis.present(value) };
  return {
    section: valid(sectionSchema, section, 'its section'),
    insights: analysis
      .sumUp(value)
      .map(({ topic, text }) =>
        valid(insightSchema, { topic, text, findingIds: [], sectionId: id }, 'its sentence for the summary'),
      ),
  };
}
