import { seededRandom } from '@faultline/stats';
import type { LabelledCase } from './labelled-case.ts';

/** For each case the fold in which it is tested: groups are drawn, so that no task is trained and tested on. */
export function foldsOf(cases: readonly LabelledCase[], foldCount: number, seed: number): readonly number[] {
  const random = seededRandom(seed);
  const groups = [...new Set(cases.map(({ group }) => group))];
  for (let i = groups.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [groups[i], groups[j]] = [groups[j] ?? '', groups[i] ?? ''];
  }
  const foldOf = new Map(groups.map((group, i) => [group, i % foldCount]));
  return cases.map(({ group }) => foldOf.get(group) ?? 0);
}
