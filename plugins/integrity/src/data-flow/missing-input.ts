import { defineValidator, firstPlaces, listed, type RunView } from '@faultline/core';
import { handovers, isEmptyPayload } from '@faultline/facts';
import type { StepExecution } from '@faultline/model';
import { carriesData, missingKeys, recordsInputs } from './payload.ts';

/** Reports steps that went to work without what a dependency had for them. */
export const missingInput = defineValidator({
  id: 'integrity/missing-input',
  description: 'Reports steps that ran without an input that a completed dependency hands over.',
  advice: 'Check how outputs become inputs: the value got lost on the way between the two steps.',
  doubtsTrace: true,
  severity: 'error',
  messages: {
    keys: 'Step "{{step}}" ran without input {{keys}}, which its dependency "{{dependency}}" hands over.',
    empty: 'Step "{{step}}" ran with an empty input, though its dependency "{{dependency}}" had completed.',
    unrecorded:
      'Step "{{step}}" ran without an input, though its dependency "{{dependency}}" had completed; other steps of the run recorded theirs.',
  },
  validate(run, { report }) {
    for (const { messageId, step, on, keys, executions, source } of losses(run)) {
      const at = firstPlaces([...executions.slice(0, 1), source, ...executions.slice(1)]);
      const data = { step, dependency: on };
      if (messageId === 'keys') report({ messageId, at, data: { ...data, keys: listed(keys) } });
      else if (messageId === 'empty') report({ messageId, at, data });
      else report({ messageId, at, severity: 'warning', data });
    }
  },
});

/** What got lost between two steps: one entry for each way of losing. */
interface Loss {
  readonly messageId: 'keys' | 'empty' | 'unrecorded';
  readonly step: string;
  readonly on: string;
  readonly keys: Set<string>;
  readonly executions: StepExecution[];
  readonly source: StepExecution;
}

function losses(run: RunView): Iterable<Loss> {
  const found = new Map<string, Loss>();
  for (const { step, dependency, from, to } of handovers(run)) {
    const source = from.find(({ status }) => status === 'completed');
    // Where nothing was handed over, what is missing here is the fault of the dependency.
    if (!carriesData(dependency) || source === undefined) continue;
    const given = dependency.dataFlow.filter((key) =>
      from.every(({ output }) => missingKeys(output, [key]).length === 0),
    );
    for (const execution of to) {
      if (execution.status !== 'completed' && execution.status !== 'running') continue;
      const missing = missingKeys(execution.input, given);
      const messageId = messageOf(run, execution, missing);
      if (messageId === undefined) continue;
      const key = JSON.stringify([messageId, step.id, dependency.on]);
      const loss: Loss = found.get(key) ?? {
        messageId,
        step: step.id,
        on: dependency.on,
        keys: new Set(),
        executions: [],
        source,
      };
      found.set(key, loss);
      for (const name of missing) loss.keys.add(name);
      loss.executions.push(execution);
    }
  }
  return found.values();
}

function messageOf(run: RunView, { input }: StepExecution, missing: readonly string[]): Loss['messageId'] | undefined {
  if (isEmptyPayload(input)) return 'empty';
  if (missing.length > 0) return 'keys';
  return input === undefined && recordsInputs(run) ? 'unrecorded' : undefined;
}
