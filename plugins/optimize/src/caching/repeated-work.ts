import { z } from 'zod';
import { defineOptimizer, firstPlaces, measured, type RunView } from '@faultline/core';
import { contentHash } from '@faultline/facts';
import type { StepExecution } from '@faultline/model';
import { effectTypes } from '../effects.ts';
import { exactly, leastGainMs, retimedGainMs } from '../retimed-gain.ts';

/** Reports steps that were asked again within a run what they had answered before. */
export const repeatedWork = defineOptimizer({
  id: 'optimize/repeated-work',
  description:
    'Reports steps that did the same work again within one run, and what keeping the first answer would save.',
  advice: 'Keep the first answer for the rest of the run, or take out the call that asks again.',
  severity: 'info',
  options: z.strictObject({
    leastShare: z
      .number()
      .min(0)
      .max(1)
      .default(0.01)
      .describe('The share of the run that repeated work must have taken to be reported.'),
    hitMs: z.number().nonnegative().default(0).describe('How long it takes to find a kept answer, in milliseconds.'),
    effectTypes: z
      .array(z.string())
      .default([...effectTypes])
      .describe(
        'Types of steps that must not be answered from memory, because they act on the world or are a judgement.',
      ),
  }),
  messages: {
    repeated:
      'Step "{{step}}" was given equal inputs again, {{repeats:count}} of {{executions:count}} times, with equal outputs: {{wasted:ms}} of work done before. Keeping its answers would have ended this run {{saves:ms}} earlier.',
    unchecked:
      'Step "{{step}}" was given equal inputs again, {{repeats:count}} of {{executions:count}} times: {{wasted:ms}} of work done before. Outputs were not recorded: if they were equal, keeping its answers would have ended this run {{saves:ms}} earlier.',
    ambiguous:
      'Step "{{step}}" is not deterministic: it gave different outputs to equal inputs, {{inputs:count}} of {{compared:count}} compared. Keeping its answers would change what it does.',
  },
  optimize(run, { options, report, checkpoint }) {
    const leastMs = leastGainMs(run, options.leastShare);
    const excluded = new Set(options.effectTypes);
    for (const [step, executions] of answersByStep(run)) {
      if (executions.length < 2 || excluded.has(executions[0]!.type)) continue;
      // Before inputs are read: if all but the first were repetitions, would it be worth a word?
      if (executions.reduce((sum, execution) => sum + run.durationMs(execution), 0) < leastMs) continue;
      checkpoint();
      const { repeats, compared, ambiguous } = repetitionsOf(executions);
      const wasted = repeats.reduce((sum, execution) => sum + run.durationMs(execution), 0);
      if (repeats.length === 0 || wasted < leastMs) continue;
      const at = firstPlaces(repeats);
      if (ambiguous > 0) {
        report({
          messageId: 'ambiguous',
          at,
          data: { step, inputs: ambiguous, compared },
          // Keeping its answers is not what to do.
          impact: { savesMs: exactly(0), basis: 'retimed' },
        });
        continue;
      }
      const saves = retimedGainMs(
        run,
        repeats.map((execution) => answeredFromMemory(run, execution, options.hitMs)),
      );
      report({
        messageId: compared > 0 ? 'repeated' : 'unchecked',
        at,
        data: { step, repeats: repeats.length, executions: executions.length, wasted, saves },
        impact: { savesMs: compared > 0 ? exactly(saves) : { low: 0, expected: saves, high: saves }, basis: 'retimed' },
        evidence: [measured('repeatedMs', wasted, 'ms', repeats[0])],
      });
    }
  },
});

/** By step: completed executions with an input. What failed gave no answer that could have been kept. */
function answersByStep(run: RunView): ReadonlyMap<string, StepExecution[]> {
  const answers = new Map<string, StepExecution[]>();
  for (const execution of run.executions) {
    if (execution.status !== 'completed' || execution.input === undefined) continue;
    const known = answers.get(execution.stepId);
    if (known === undefined) answers.set(execution.stepId, [execution]);
    else known.push(execution);
  }
  return answers;
}

interface Repetitions {
  /** Executions that started after one with an equal input had ended. */
  readonly repeats: readonly StepExecution[];
  /** Inputs for which several outputs are recorded, and those to which they were not all equal. */
  readonly compared: number;
  readonly ambiguous: number;
}

/** O(executions of the step + size of their inputs). */
function repetitionsOf(executions: readonly StepExecution[]): Repetitions {
  const repeats: StepExecution[] = [];
  let [compared, ambiguous] = [0, 0];
  for (const same of Map.groupBy(executions, ({ input }) => contentHash(input)).values()) {
    if (same.length < 2) continue;
    const answeredMs = same.reduce((earliest, { endMs = Infinity }) => Math.min(earliest, endMs), Infinity);
    const later = same.filter(({ startMs, endMs }, at) => startMs >= answeredMs && (at > 0 || endMs !== answeredMs));
    for (const repeat of later) repeats.push(repeat);
    const outputs = same.flatMap(({ output }) => (output === undefined ? [] : [contentHash(output)]));
    if (outputs.length > 1) compared++;
    if (new Set(outputs).size > 1) ambiguous++;
  }
  return { repeats: repeats.toSorted((a, b) => a.startMs - b.startMs), compared, ambiguous };
}

const answeredFromMemory = (run: RunView, execution: StepExecution, hitMs: number) => ({
  node: run.nodeOf(execution),
  durationNs: Math.round(Math.min(hitMs, run.durationMs(execution)) * 1e6),
});
