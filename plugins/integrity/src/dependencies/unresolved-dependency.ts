import { defineValidator, listed } from '@faultline/core';
import type { StepExecution } from '@faultline/model';
import { addPlace } from '../add-place.ts';
import { hasBegun } from '../has-begun.ts';

/** Reports steps that ran though the workflow engine had not resolved all they need. */
export const unresolvedDependency = defineValidator({
  id: 'integrity/unresolved-dependency',
  description: 'Reports steps whose recorded list of resolved dependencies lacks a declared one.',
  advice: 'Check why the workflow engine started the step early, or whether the definition it had is another one.',
  doubtsTrace: true,
  severity: 'error',
  messages: { unresolved: 'Step "{{step}}" ran although its dependency {{missing}} was not resolved.' },
  validate(run, { report }) {
    const steps = run.definition?.steps ?? [];
    // Optional steps that this run did without.
    const leftOut = new Set(
      steps.filter(({ id, isOptional }) => isOptional && run.executionsOf(id).length === 0).map(({ id }) => id),
    );
    for (const step of steps) {
      const needed = step.dependencies.map(({ on }) => on).filter((on) => !leftOut.has(on));
      if (needed.length === 0) continue;
      const missing = new Set<string>();
      const at: StepExecution[] = [];
      for (const execution of run.executionsOf(step.id)) {
        const unresolved = unresolvedOf(needed, execution);
        for (const on of unresolved) missing.add(on);
        if (unresolved.length > 0) addPlace(at, execution);
      }
      if (at.length > 0) report({ messageId: 'unresolved', at, data: { step: step.id, missing: listed(missing) } });
    }
  },
});

function unresolvedOf(needed: readonly string[], execution: StepExecution): readonly string[] {
  const { dependenciesResolved: resolved, dependenciesFailed: failed = [] } = execution;
  if (resolved === undefined || !hasBegun(execution)) return [];
  const settled = new Set([...resolved, ...failed]);
  return needed.filter((on) => !settled.has(on));
}
