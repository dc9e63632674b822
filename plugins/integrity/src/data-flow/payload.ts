import type { RunView } from '@faultline/core';
import { fact } from '@faultline/graph';
import type { Dependency, Json, StepDefinition } from '@faultline/model';

/** Whether a dependency hands over data, not only the order. */
export const carriesData = ({ dependencyType, dataFlow }: Dependency): boolean =>
  dependencyType === 'data' || dataFlow.length > 0;

/** The keys that are not in a payload. A text or a list has no keys to look for: telemetry often writes one as text. */
export function missingKeys(payload: Json | undefined, keys: readonly string[]): readonly string[] {
  if (typeof payload !== 'object' || payload === null || Array.isArray(payload)) return [];
  return keys.filter((key) => !Object.hasOwn(payload, key));
}

/** The value under a key of a payload. `undefined`: it is not there. */
export function valueOf(payload: Json | undefined, key: string): Json | undefined {
  if (typeof payload !== 'object' || payload === null || Array.isArray(payload)) return undefined;
  return Object.hasOwn(payload, key) ? (payload as Readonly<Record<string, Json>>)[key] : undefined;
}

/** Whether the run records what steps put out: only then does it mean something that one has no output. O(V). */
export const recordsOutputs = fact((run: RunView): boolean =>
  run.executions.some((execution) => execution.output !== undefined && run.stepOf(execution) !== undefined),
);

/** Whether the run records what steps are given. O(V). */
export const recordsInputs = fact((run: RunView): boolean =>
  run.executions.some((execution) => execution.input !== undefined && run.stepOf(execution) !== undefined),
);

/** What the other steps of a definition take from one. */
export interface Demand {
  /** By key of its output: the steps that take it. */
  readonly takersOfKey: ReadonlyMap<string, readonly string[]>;
  /** All steps that take something from it, whether or not they name a key. */
  readonly takers: readonly string[];
}

/** By step: what the others take from it. O(steps + dependencies). */
export function demands(steps: readonly StepDefinition[]): ReadonlyMap<string, Demand> {
  const byStep = new Map<string, { takersOfKey: Map<string, string[]>; takers: string[] }>();
  for (const { id, dependencies } of steps)
    for (const dependency of dependencies) {
      if (!carriesData(dependency)) continue;
      const demand = byStep.get(dependency.on) ?? { takersOfKey: new Map<string, string[]>(), takers: [] };
      byStep.set(dependency.on, demand);
      demand.takers.push(id);
      for (const key of dependency.dataFlow) {
        const takers = demand.takersOfKey.get(key);
        if (takers === undefined) demand.takersOfKey.set(key, [id]);
        else takers.push(id);
      }
    }
  return byStep;
}
