import type { RunView } from '@faultline/core';
import { expected, type Baselines, type Expected } from '@faultline/facts';
import type { Severity } from '@faultline/model';

/** What a step is held against, and how grave it is to go beyond. */
export interface DeclaredUsual {
  readonly usual: Expected;
  readonly severity: Severity;
}

/**
 * What the definition declares as usual for a metric of a step, moved towards what was learned while that is not enough.
 * Where it is enough, detectors compare with it, and what was declared is worth a note. `undefined`: nothing was declared.
 */
export function declaredUsual(
  run: RunView,
  stepId: string,
  metric: string,
  learned: Baselines,
): DeclaredUsual | undefined {
  const best = expected(run, stepId, metric, learned);
  const isLearned = best?.basis === 'learned';
  const usual = isLearned ? expected(run, stepId, metric) : best;
  return usual && { usual, severity: isLearned ? 'info' : 'warning' };
}
