import { defineFailureRule, firstPlaces, measured, type RunView } from '@faultline/core';
import { contentHash, failureTypeOf } from '@faultline/facts';
import type { StepExecution } from '@faultline/model';
import { durationEvidence } from '../duration-evidence.ts';
import { inAll } from '../in-all.ts';
import { isTold } from '../roots/is-told.ts';
import { timesOf } from '../times-of.ts';

/** Reports calls that could not succeed, because the same call had been refused. */
export const repeatedWrongArguments = defineFailureRule({
  id: 'failure/repeated-wrong-arguments',
  description: 'Reports steps that were called again with arguments that had been refused as invalid.',
  advice: 'Show the refusal to whoever makes the call, and do not retry what failed for its arguments.',
  severity: 'warning',
  messages: {
    repeated: 'Step "{{step}}" was called {{again}} more with the arguments that it had refused as invalid{{inAll}}.',
  },
  diagnose(run, { report }) {
    for (const [refused, ...again] of refusedCalls(run)) {
      if (refused === undefined || again.length === 0) continue;
      // Then it was not for the arguments.
      if (again.some(({ status }) => status === 'completed')) continue;
      const took = again.reduce((sum, execution) => sum + Math.max(0, run.durationMs(execution)), 0);
      report({
        messageId: 'repeated',
        at: firstPlaces([refused, ...again]),
        severity: isTold(run, refused) ? 'info' : 'warning',
        data: { step: refused.stepId, again: timesOf(again.length), inAll: inAll(run, took) },
        confidence: 0.9,
        causes: [refused],
        evidence: [measured('repetitions', again.length, 'count', refused), ...durationEvidence(run, took)],
      });
    }
  },
});

/** By step and arguments: the first call that was refused as invalid, and all those after it, in order. O(inputs). */
function refusedCalls(run: RunView): Iterable<readonly StepExecution[]> {
  const calls = new Map<string, StepExecution[]>();
  if (run.failed.length === 0) return [];
  const steps = new Set(run.failed.filter(isRefusal).map(({ stepId }) => stepId));
  for (const stepId of steps)
    for (const execution of run.executionsOf(stepId)) {
      if (execution.input === undefined) continue;
      const key = JSON.stringify([stepId, contentHash(execution.input)]);
      const known = calls.get(key);
      if (known !== undefined) known.push(execution);
      else if (isRefusal(execution)) calls.set(key, [execution]);
    }
  return calls.values();
}

const isRefusal = (execution: StepExecution): boolean =>
  execution.status !== 'completed' && failureTypeOf(execution)?.type === 'validation_error';
