import { defineFailureRule, firstPlaces, listed, measured } from '@faultline/core';
import { awaitedCallees, failureRoots, failureTypeOf } from '@faultline/facts';
import type { StepExecution } from '@faultline/model';
import { severityOf } from '../roots/severity-of.ts';

/** Reports timeouts that come from further down. */
export const cascadingTimeout = defineFailureRule({
  id: 'failure/cascading-timeout',
  description: 'Reports calls that timed out waiting for a call inside that was slow, or timed out itself.',
  advice: 'Give each call less time than its caller has left, and the slow one at the end a limit of its own.',
  severity: 'error',
  messages: {
    timedOut:
      'Step "{{step}}" timed out after {{took:ms}} because "{{callee}}" did, which took {{calleeTook:ms}} of the {{left:ms}} left to it{{through}}.',
    slow: 'Step "{{step}}" timed out after {{took:ms}} waiting for "{{callee}}", which had {{left:ms}} left and took {{calleeTook:ms}} of it{{through}}.',
  },
  diagnose(run, { report }) {
    const waited = awaitedCallees(run);
    if (waited.size === 0) return;
    const callees = new Set(waited.values());
    const roots = new Map(failureRoots(run).map((root) => [root.execution, root]));
    for (const [node] of waited) {
      if (callees.has(node)) continue;
      const chain = [node];
      for (let next = waited.get(node); next !== undefined; next = waited.get(next)) chain.push(next);
      const executions = chain.map((one) => run.executions[one]!);
      const [step, callee] = [executions[0]!, executions.at(-1)!];
      const last = chain.at(-1)!;
      const root = roots.get(callee) ?? roots.get(executions.at(-2)!);
      const left = msBetween(run.startNs[last]!, run.endNs[chain.at(-2)!]!);
      const through = executions.slice(1, -1).map(({ stepId }) => stepId);
      report({
        messageId: isTimeout(callee) ? 'timedOut' : 'slow',
        at: firstPlaces(executions),
        // Where the last one did not fail, the failure began with who waited for it.
        severity: root === undefined ? 'error' : severityOf(root),
        data: {
          step: step.stepId,
          callee: callee.stepId,
          took: run.durationMs(step),
          left,
          calleeTook: Math.min(left, run.durationMs(callee)),
          through: through.length === 0 ? '' : `, by way of ${listed(through)}`,
        },
        confidence: isTimeout(callee) ? 0.9 : 0.7,
        causes: firstPlaces(executions),
        evidence: [
          measured('durationMs', run.durationMs(step), 'ms', step),
          measured('durationMs', run.durationMs(callee), 'ms', callee),
          measured('leftMs', left, 'ms', callee),
        ],
      });
    }
  },
});

const isTimeout = (execution: StepExecution): boolean => failureTypeOf(execution)?.type === 'timeout';
const msBetween = (fromNs: number, toNs: number): number => Math.max(0, toNs - fromNs) / 1e6;
