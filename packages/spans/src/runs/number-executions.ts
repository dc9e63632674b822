import type { Json } from '@faultline/model';
import { labelIn } from '../conventions/attribute-text.ts';
import type { StepSpan } from './step-span.ts';

/** The attempts at one item of a step. */
interface Chain {
  readonly item: string;
  attempts: number;
}

/**
 * Tells the executions of each step apart: an execution is a retry (attempt n + 1 of the same item) where an earlier one
 * with the same parent and the same input failed and had ended before it started; any other is a further item. Items
 * are numbered over the run in order of time, since a step is one step wherever it was called from: `''`, `'2'`, `'3'`.
 * What `faultline.item` and `faultline.attempt` say is taken as it is. Expects order of time. O(n log n).
 *
 *     fetch x   fetch   fetch        the first failed, all have one parent and the same input:
 *     item ''   ''      2            attempt 2 of the first, then a further item
 */
export function numberExecutions(steps: readonly StepSpan[]): void {
  const declared = new Set<StepSpan>();
  for (const step of steps) if (isDeclared(step)) declared.add(step);
  for (const { execution, meant } of declared) {
    execution.item = labelIn(meant.item) ?? '';
    execution.attempt = positiveInteger(meant.attempt) ?? 1;
  }
  for (const same of groupsOf(steps, ({ execution }) => execution.stepId)) {
    if (declared.size === 0 && !same.some(({ execution }) => execution.status === 'failed')) {
      // Nothing to retry, and no number is taken.
      for (let at = 1; at < same.length; at++) same[at].execution.item = String(at + 1);
      continue;
    }
    const taken = new Set<string>();
    for (const step of same) if (declared.has(step)) taken.add(step.execution.item);
    const open = same.filter((step) => !declared.has(step));
    let last = 1;
    const newItem = (): string => {
      if (!taken.has('')) {
        taken.add('');
        return '';
      }
      do last++;
      while (taken.has(String(last)));
      taken.add(String(last));
      return String(last);
    };
    numberStep(open, newItem);
  }
}

/** Executions of one step, in order of time. */
function numberStep(steps: readonly StepSpan[], newItem: () => string): void {
  const chainOf = new Map<StepSpan, Chain>();
  // Failures become retryable when they have ended: by their end, while the executions are passed by their start.
  const failures = steps
    .filter(({ execution }) => execution.status === 'failed' && execution.endMs !== undefined)
    .toSorted((a, b) => overAt(a) - overAt(b));
  const retryable = new Map<string, Chain[]>();
  let ended = 0;
  for (const step of steps) {
    while (ended < failures.length && overAt(failures[ended]) <= step.execution.startMs) {
      const chain = chainOf.get(failures[ended]);
      if (chain === undefined) break;
      const key = retryKey(failures[ended++]);
      const waiting = retryable.get(key);
      if (waiting === undefined) retryable.set(key, [chain]);
      else waiting.push(chain);
    }
    const chain = (retryable.size > 0 ? retryable.get(retryKey(step))?.pop() : undefined) ?? {
      item: newItem(),
      attempts: 0,
    };
    chain.attempts++;
    chainOf.set(step, chain);
    step.execution.item = chain.item;
    step.execution.attempt = chain.attempts;
  }
}

const isDeclared = ({ meant }: StepSpan): boolean => meant.item !== undefined || meant.attempt !== undefined;

const overAt = ({ execution: { startMs, endMs = startMs } }: StepSpan): number => Math.max(startMs, endMs);

/** A retry has the parent and the input of what it retries. Inputs are bounded in depth. */
const retryKey = ({ execution }: StepSpan): string => JSON.stringify([execution.parentId, execution.input]);

function positiveInteger(value: Json | undefined): number | undefined {
  const number = Number(labelIn(value));
  return Number.isInteger(number) && number > 0 ? number : undefined;
}

/** Only groups of two and more: a single execution keeps its defaults. */
function* groupsOf(steps: readonly StepSpan[], keyOf: (step: StepSpan) => string): Generator<readonly StepSpan[]> {
  for (const group of Map.groupBy(steps, keyOf).values()) if (group.length > 1) yield group;
}
