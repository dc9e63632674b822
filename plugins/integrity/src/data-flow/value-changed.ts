import { defineValidator, firstPlaces, listed, type RunView } from '@faultline/core';
import { handovers } from '@faultline/facts';
import type { StepExecution } from '@faultline/model';
import { valueOf } from './payload.ts';
import { sameJson } from './same-json.ts';

/** Reports values that are not the same at both ends of a declared data flow. Never says what they are. */
export const valueChanged = defineValidator({
  id: 'integrity/value-changed',
  description:
    'Reports values that differ between the output of a dependency and the input of the step that took them.',
  advice: 'Find what rewrites the value between the two steps: a cache, a concurrent write, a conversion.',
  doubtsTrace: true,
  severity: 'error',
  messages: {
    changed: 'Step "{{step}}" was given another value of {{keys}} than its dependency "{{dependency}}" put out.',
  },
  validate(run, { report }) {
    for (const { step, on, keys, source, executions } of changes(run))
      report({
        messageId: 'changed',
        at: firstPlaces([...executions.slice(0, 1), source, ...executions.slice(1)]),
        data: { step, dependency: on, keys: listed(keys) },
        evidence: executions
          .slice(0, 1)
          .map(({ id }) => ({ type: 'edge', from: source.id, to: id, origin: 'declared' }) as const),
      });
  },
});

interface Change {
  readonly step: string;
  readonly on: string;
  readonly keys: Set<string>;
  readonly source: StepExecution;
  readonly executions: StepExecution[];
}

function changes(run: RunView): Iterable<Change> {
  const found = new Map<string, Change>();
  for (const { step, dependency, from, to } of handovers(run)) {
    const [source] = from;
    // Where there are several sources, or one for many items, a step may be given a part of what was put out.
    if (from.length !== 1 || source?.status !== 'completed') continue;
    for (const execution of to) {
      if (execution.item !== source.item) continue;
      const changed = dependency.dataFlow.filter((key) => isChanged(source, execution, key));
      if (changed.length === 0) continue;
      const pair = JSON.stringify([dependency.on, step.id]);
      const change: Change = found.get(pair) ?? {
        step: step.id,
        on: dependency.on,
        keys: new Set(),
        source,
        executions: [],
      };
      found.set(pair, change);
      for (const key of changed) change.keys.add(key);
      change.executions.push(execution);
    }
  }
  return found.values();
}

function isChanged({ output }: StepExecution, { input }: StepExecution, key: string): boolean {
  const [given, taken] = [valueOf(output, key), valueOf(input, key)];
  return given !== undefined && taken !== undefined && !sameJson(given, taken);
}
