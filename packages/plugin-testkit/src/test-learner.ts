import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Run } from '@faultline/model';
import { viewOf, type Learner } from '@faultline/core';
import { arbitraryRun } from './arbitrary-run.ts';
import { folded } from './learned-from.ts';

/** Checks the laws that let history be folded in any grouping and order: see `Learner`. */
export function testLearner<State>(learner: Learner<State>, runs: fc.Arbitrary<Run> = arbitraryRun): void {
  const fold = (history: readonly Run[]): State => folded(learner, history);
  const histories = fc.array(runs, { maxLength: 5 });
  const law = (name: string, sides: (a: Run[], b: Run[], c: Run[]) => readonly [State, State]): void =>
    it(name, () => {
      fc.assert(
        fc.property(histories, histories, histories, (a, b, c) => {
          const [left, right] = sides(a, b, c);
          expect(left).toEqual(right);
        }),
      );
    });
  describe(learner.id, () => {
    law('merge is associative', (a, b, c) => [
      learner.merge(learner.merge(fold(a), fold(b)), fold(c)),
      learner.merge(fold(a), learner.merge(fold(b), fold(c))),
    ]);
    law('merge is commutative', (a, b) => [learner.merge(fold(a), fold(b)), learner.merge(fold(b), fold(a))]);
    law('empty is neutral', (a) => [learner.merge(learner.empty(), fold(a)), fold(a)]);
    law('folding equals merging folded halves', (a, b) => [fold([...a, ...b]), learner.merge(fold(a), fold(b))]);
    law('a state survives JSON and its schema', (a) => [
      learner.state.parse(JSON.parse(JSON.stringify(fold(a)))),
      fold(a),
    ]);
    it('merge leaves its second argument alone and shares nothing with it', () => {
      fc.assert(
        fc.property(histories, histories, (a, b) => {
          const right = fold(b);
          const before = structuredClone(right);
          let merged = learner.merge(fold(a), right);
          for (const run of b) merged = learner.add(merged, viewOf(run));
          expect(right).toEqual(before);
        }),
      );
    });
    it('empty() is fresh every time', () => {
      expect(learner.empty()).not.toBe(learner.empty());
    });
  });
}
