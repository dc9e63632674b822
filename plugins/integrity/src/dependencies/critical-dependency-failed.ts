import { defineValidator, listed } from '@faultline/core';
import type { StepDefinition, StepExecution } from '@faultline/model';
import { addPlace } from '../add-place.ts';
import { hasBegun } from '../has-begun.ts';
import { toleratesFailure } from '../tolerates-failure.ts';

/** Reports critical steps that the workflow engine says lacked a dependency. */
export const criticalDependencyFailed = defineValidator({
  id: 'integrity/critical-dependency-failed',
  description: 'Reports steps with a recorded failed dependency whose failure they do not tolerate.',
  advice: 'Mend the dependency first; the step can only be as good as what it was given.',
  severity: 'error',
  messages: {
    ran: 'Step "{{step}}" ran although its dependency {{failed}} had failed, which it does not tolerate.',
    held: 'Step "{{step}}" could not run because its dependency {{failed}} had failed.',
  },
  validate(run, { report }) {
    for (const step of run.definition?.steps ?? []) {
      const { id } = step;
      const { ran, held } = lacking(step, run.executionsOf(id));
      if (ran.at.length > 0) report({ messageId: 'ran', at: ran.at, data: { step: id, failed: listed(ran.failed) } });
      if (held.at.length > 0)
        report({ messageId: 'held', at: held.at, severity: 'info', data: { step: id, failed: listed(held.failed) } });
    }
  },
});

/** Executions that lacked a critical dependency, and which ones. */
interface Lacking {
  readonly failed: Set<string>;
  readonly at: StepExecution[];
}

/** Those that ran all the same, and those that were held back. */
function lacking(step: StepDefinition, executions: readonly StepExecution[]): Record<'ran' | 'held', Lacking> {
  const found = { ran: { failed: new Set<string>(), at: [] }, held: { failed: new Set<string>(), at: [] } };
  const dependencies = new Map(step.dependencies.map((dependency) => [dependency.on, dependency]));
  for (const execution of executions) {
    const critical = (execution.dependenciesFailed ?? []).filter((on) => !toleratesFailure(step, dependencies.get(on)));
    if (critical.length === 0) continue;
    const { failed, at }: Lacking = hasBegun(execution) ? found.ran : found.held;
    for (const on of critical) failed.add(on);
    addPlace(at, execution);
  }
  return found;
}
