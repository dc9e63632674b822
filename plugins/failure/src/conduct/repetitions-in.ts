import type { RunView } from '@faultline/core';
import { callsOf, contentHash } from '@faultline/facts';
import type { StepExecution } from '@faultline/model';

/** Actions that repeat themselves, each after the one before. */
export interface Repetition {
  /** All rounds; the last may be unfinished. */
  readonly executions: readonly StepExecution[];
  /** Actions in one round. */
  readonly period: number;
  /** Whether all outputs were written down: then they are the same. */
  readonly hasOutputs: boolean;
}

/** What counts as a repetition. */
export interface RepetitionOptions {
  readonly minRepeats: number;
  readonly maxPeriod: number;
}

/** What counts as a loop, unless somebody says otherwise. */
export const usualLoop = { minRepeats: 3, maxPeriod: 4 } as const satisfies RepetitionOptions;

/**
 * The longest stretches of a run in which the same actions follow each other; shorter rounds first, none inside another.
 * Actions are tools, and what calls nothing itself, but for models, whose input grows with each call, and guards. Only those
 * that completed, are no retries and have a recorded input can be the same as another. O(V * maxPeriod + inputs and outputs
 * of steps that ran repeatedly).
 *
 *     look a, look a, look a                    period 1
 *     look a, open b, look a, open b, look a    period 2
 */
export function repetitionsIn(run: RunView, { minRepeats, maxPeriod }: RepetitionOptions): readonly Repetition[] {
  const actions = run.executions.filter((execution, node) => isAction(run, execution, node));
  if (actions.length < minRepeats) return [];
  const keys = actions.map((action, index) =>
    isRepeatable(action) && run.executionsOf(action.stepId).length >= minRepeats ? keyOf(action) : index,
  );
  const isCovered = new Uint8Array(actions.length);
  const found: Repetition[] = [];
  for (let period = 1; period <= maxPeriod; period++) {
    let length = 0;
    for (let index = period; index <= actions.length; index++) {
      const isSame =
        index < actions.length &&
        isCovered[index] === 0 &&
        isCovered[index - period] === 0 &&
        keys[index] === keys[index - period] &&
        endOf(run, actions[index - period]!) <= actions[index]!.startMs;
      if (isSame) {
        length++;
        continue;
      }
      const from = index - length - period;
      if (length >= (minRepeats - 1) * period) {
        const executions = actions.slice(from, index);
        isCovered.fill(1, from, index);
        found.push({ executions, period, hasOutputs: executions.every(({ output }) => output !== undefined) });
      }
      length = 0;
    }
  }
  return found;
}

function isAction(run: RunView, { type, status }: StepExecution, node: number): boolean {
  if (type === 'llm' || type === 'guardrail' || status === 'skipped' || status === 'pending') return false;
  return type === 'tool' || type === 'retriever' || !callsOf(run).has(node);
}

const isRepeatable = ({ status, attempt, input }: StepExecution): boolean =>
  status === 'completed' && attempt === 1 && input !== undefined;

const keyOf = ({ stepId, input, output }: StepExecution): string =>
  JSON.stringify([stepId, contentHash(input), output === undefined ? '' : contentHash(output)]);

const endOf = (run: RunView, execution: StepExecution): number => execution.startMs + run.durationMs(execution);
