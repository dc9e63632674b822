import { z } from 'zod';
import { defineFailureRule, firstPlaces, listed, measured, type RunView } from '@faultline/core';
import { failureCauses, failureRoots, type FailureRoot } from '@faultline/facts';
import { rootEvidence } from '../roots/root-evidence.ts';
import { cascadeOf } from './cascade.ts';

/** Reports failures that went from step to step. */
export const cascadingFailure = defineFailureRule({
  id: 'failure/cascading-failure',
  description: 'Reports failures that took down several steps which depend on each other.',
  advice: 'Give the first step that can do without this one a fallback, or declare the dependency uncritical.',
  // The rule that tells where it began says how grave it is.
  severity: 'info',
  options: z.strictObject({
    minSteps: z.int().positive().default(2).describe('From how many steps on, callers not counted, it is a cascade.'),
  }),
  messages: {
    cascade:
      'The failure of step "{{step}}" took down {{down:count}} of the other {{others:count}} steps, {{reach}}: {{names}}.',
  },
  diagnose(run, { options, report }) {
    const steps = new Set([...run.executions.map(({ stepId }) => stepId), ...definedSteps(run)]);
    for (const root of failureRoots(run)) {
      if (root.effects.length === 0 && run.definition === undefined) continue;
      const { path, behind, neverRan, down } = cascadeOf(run, root);
      if (down.size < options.minSteps) continue;
      const along = path.map(({ execution }) => execution);
      const links = Math.max(1, path.filter(({ link }) => link === 'dependency').length);
      report({
        messageId: 'cascade',
        at: firstPlaces([...new Set([root.execution, ...behind, ...neverRan])]),
        data: {
          step: root.execution.stepId,
          down: down.size,
          others: steps.size - 1,
          reach: links === 1 ? 'one link away' : `up to ${links} links away`,
          names: listed(down),
        },
        confidence: sureness(run, along.slice(1)),
        causes: firstPlaces(along.toReversed()),
        evidence: [measured('blastRadius', down.size, 'count', root.execution), ...rootEvidence(run, root)],
      });
    }
  },
});

const definedSteps = (run: RunView): readonly string[] => run.definition?.steps.map(({ id }) => id) ?? [];

/** As sure as the weakest link. Steps that never ran are known from the definition alone. */
function sureness(run: RunView, effects: FailureRoot['effects']): number {
  const { confidence } = failureCauses(run);
  return effects.reduce((least, effect) => Math.min(least, confidence[run.nodeOf(effect)]!), 0.95);
}
