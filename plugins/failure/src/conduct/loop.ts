import { z } from 'zod';
import { defineFailureRule, firstPlaces, hasTimes, listed, measured, type RunView } from '@faultline/core';
import { firstIndex } from '@faultline/stats';
import type { StepExecution } from '@faultline/model';
import { durationEvidence } from '../duration-evidence.ts';
import { inAll } from '../in-all.ts';
import { repetitionsIn, usualLoop } from './repetitions-in.ts';

/** Reports actions that were repeated although they changed nothing. */
export const loop = defineFailureRule({
  id: 'failure/loop',
  description: 'Reports the same actions with the same input and the same result, one after the other.',
  advice: 'Stop when an action brings nothing new: say so to the agent, or limit how often it may act.',
  severity: 'warning',
  options: z.strictObject({
    minRepeats: z.int().min(2).default(usualLoop.minRepeats).describe('From how many rounds on it is a loop.'),
    maxPeriod: z
      .int()
      .positive()
      .max(20)
      .default(usualLoop.maxPeriod)
      .describe('How many actions a round may have at most.'),
  }),
  messages: {
    action: 'Step "{{step}}" was done {{rounds:count}} times in a row with the same input{{result}}{{inAll}}.',
    round:
      'The same {{actions:count}} actions were done {{rounds:count}} times in a row with the same input{{result}}{{inAll}}: {{names}}.',
  },
  diagnose(run, { options, report }) {
    for (const { executions, period, hasOutputs } of repetitionsIn(run, options)) {
      const rounds = Math.floor(executions.length / period);
      const names = executions.slice(0, period).map(({ stepId }) => stepId);
      const took = executions.reduce((sum, execution) => sum + Math.max(0, run.durationMs(execution)), 0);
      const common = {
        at: firstPlaces(executions),
        // Who polls does the same again on purpose.
        ...(isPolling(run, executions) && { severity: 'info' as const }),
        // Where no output was written down, there may have been progress.
        confidence: hasOutputs ? 0.9 : 0.6,
        causes: executions.slice(0, 1),
        evidence: [measured('rounds', rounds, 'count'), ...durationEvidence(run, took)],
      };
      const data = { rounds, result: hasOutputs ? ' and the same result' : '', inAll: inAll(run, took) };
      if (period === 1) report({ messageId: 'action', ...common, data: { ...data, step: names[0] ?? '' } });
      else
        report({
          messageId: 'round',
          ...common,
          data: { ...data, actions: period, names: listed(names) },
        });
    }
  },
});

/** Whether between all of them there was a pause as long as the action before, in which nothing else began. */
function isPolling(run: RunView, executions: readonly StepExecution[]): boolean {
  if (!hasTimes(run)) return false;
  return executions.slice(1).every((execution, index) => {
    const [before, node] = [run.nodeOf(executions[index]!), run.nodeOf(execution)];
    const pauseNs = run.startNs[node]! - run.endNs[before]!;
    if (pauseNs <= 0 || pauseNs < run.endNs[before]! - run.startNs[before]!) return false;
    // Nodes come in order of their start.
    return firstIndex(run.executionCount, (other) => run.startNs[other]! >= run.endNs[before]!) === node;
  });
}
