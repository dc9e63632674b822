import type { RunView } from '@faultline/core';
import type { Interval } from '@faultline/model';
import { whatIfOverHistory, type Edit, type WhatIfHistory, type WhatIfOptions } from '@faultline/simulator';

/** How an effect is found. */
export interface PlanEffectOptions extends WhatIfOptions {
  /** The hit rate that was learned of a step. */
  readonly hitRateOf: (stepId: string) => Interval | undefined;
}

/**
 * What changes make of a history. Of caches whose hit rate was learned the rate is not known for sure: intervals go from the
 * low end at the lowest rates to the high end at the highest, and hold both doubts. O(what-if over history), up to three times.
 */
export function planEffect(
  history: readonly RunView[],
  edits: readonly Edit[],
  { hitRateOf, ...options }: PlanEffectOptions,
): WhatIfHistory {
  const effect = whatIfOverHistory(history, edits, options);
  const isUnsure = (edit: Edit): boolean => edit.kind === 'cache' && hitRateOf(edit.stepId)?.expected === edit.hitRate;
  if (!edits.some(isUnsure)) return effect;
  const at = (rate: 'low' | 'high'): WhatIfHistory =>
    whatIfOverHistory(
      history,
      edits.map((edit) =>
        edit.kind === 'cache' && isUnsure(edit)
          ? { ...edit, hitRate: hitRateOf(edit.stepId)?.[rate] ?? edit.hitRate }
          : edit,
      ),
      options,
    );
  const [worst, best] = [at('low'), at('high')];
  return {
    ...effect,
    gainMs: {
      ...effect.gainMs,
      low: end(Math.min, effect.gainMs.low, worst.gainMs.low),
      high: end(Math.max, effect.gainMs.high, best.gainMs.high),
    },
    newMeanMs: {
      ...effect.newMeanMs,
      low: end(Math.min, effect.newMeanMs.low, best.newMeanMs.low),
      high: end(Math.max, effect.newMeanMs.high, worst.newMeanMs.high),
    },
  };
}

/** Of too few runs there is none. */
const end = (
  outer: (a: number, b: number) => number,
  one: number | undefined,
  other: number | undefined,
): number | undefined => (one === undefined || other === undefined ? undefined : outer(one, other));
