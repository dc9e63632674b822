import { defineValidator, listed, type RunView } from '@faultline/core';
import { finalAttempts, outcomeOf } from '@faultline/facts';
import type { StepDefinition, StepExecution } from '@faultline/model';
import { addPlace } from '../add-place.ts';

/** Reports steps that were skipped, or failed for want of a dependency, although all they need was there. */
export const unexplainedSkip = defineValidator({
  id: 'integrity/unexplained-skip',
  description: 'Reports steps that were skipped, or blame a dependency, although every dependency completed.',
  advice: 'Look at the condition that decides whether the step runs, and at what it was told about its dependencies.',
  doubtsTrace: true,
  severity: 'warning',
  messages: {
    skipped: 'Step "{{step}}" was skipped although what it depends on completed: {{dependencies}}.',
    first: 'Step "{{step}}" was skipped although it depends on no other step.',
    blamed: 'Step "{{step}}" failed with "dependency_failure" although no dependency of it failed.',
  },
  validate(run, { report }) {
    for (const step of run.definition?.steps ?? []) {
      const skipped: StepExecution[] = [];
      const blaming: StepExecution[] = [];
      for (const execution of finalAttempts(run).get(step.id) ?? []) {
        const { status, error, dependenciesFailed = [] } = execution;
        if (dependenciesFailed.length > 0) continue;
        if (status === 'skipped') addPlace(skipped, execution);
        else if (error?.type === 'dependency_failure') addPlace(blaming, execution);
      }
      if (skipped.length + blaming.length === 0 || !isReady(run, step)) continue;
      const dependencies = listed(step.dependencies.map(({ on }) => on));
      if (blaming.length > 0) report({ messageId: 'blamed', at: blaming, data: { step: step.id } });
      if (skipped.length === 0 || step.isOptional) continue;
      if (step.dependencies.length === 0) report({ messageId: 'first', at: skipped, data: { step: step.id } });
      else report({ messageId: 'skipped', at: skipped, data: { step: step.id, dependencies } });
    }
  },
});

const isReady = (run: RunView, { dependencies }: StepDefinition): boolean =>
  dependencies.every(({ on }) => outcomeOf(run, on) === 'completed');
