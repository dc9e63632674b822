import { defineFailureRule, firstPlaces, measured } from '@faultline/core';
import { causeChain, failureRoots, type FailureRoot } from '@faultline/facts';
import { lastOfEachCall } from './last-of-each-call.ts';

/** Reports failures that a caller kept to itself. */
export const swallowedError = defineFailureRule({
  id: 'failure/swallowed-error',
  description:
    'Reports failed calls whose caller completed as if nothing had happened: no retry, no fallback, no word of it.',
  advice: 'Let the caller fail, fall back, or say in its output what is missing.',
  severity: 'warning',
  messages: {
    call: 'Step "{{step}}" failed ({{type}}), and its caller "{{caller}}" completed as if it had not{{among}}.',
    run: 'Step "{{step}}" failed ({{type}}), and the run completed as if it had not{{among}}.',
  },
  diagnose(run, { report }) {
    const callerOf = ({ outermost }: FailureRoot) => run.executions[run.parent[run.nodeOf(outermost)]!];
    const swallowed = lastOfEachCall(failureRoots(run).filter(({ fate }) => fate === 'swallowed'));
    const byPlace = Map.groupBy(swallowed, (root) =>
      JSON.stringify([root.outermost.stepId, root.failure.type, callerOf(root)?.stepId]),
    );
    for (const [root, ...others] of byPlace.values()) {
      if (root === undefined) continue;
      const { outermost, failure } = root;
      const caller = callerOf(root);
      const all = [root, ...others];
      const common = {
        at: firstPlaces([
          ...new Set([...all.map((one) => one.outermost), ...all.flatMap((one) => callerOf(one) ?? [])]),
        ]),
        // An output that was written down and says nothing is a stronger sign than none.
        confidence: caller?.output === undefined ? 0.6 : 0.8,
        causes: firstPlaces(causeChain(run, outermost)),
        evidence: [measured('failures', all.length, 'count', outermost)],
      };
      const among = others.length === 0 ? '' : `, ${all.length} times`;
      const data = { step: outermost.stepId, type: failure.type, among };
      if (caller === undefined) report({ messageId: 'run', ...common, data });
      else report({ messageId: 'call', ...common, data: { ...data, caller: caller.stepId } });
    }
  },
});
