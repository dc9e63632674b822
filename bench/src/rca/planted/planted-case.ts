import { quoted } from '@faultline/core';
import type { Run } from '@faultline/model';
import type { RootCandidate } from '@faultline/plugin-failure';
import { simulate, type Fault, type FaultKind, type FaultTruth } from '@faultline/simulator';
import { seededRandom } from '@faultline/stats';
import type { PlantedWorkflow } from './planted-workflow.ts';

/** Where the fault of a case is: a step, or what steps share. */
export interface Place {
  readonly kind: RootCandidate['place']['kind'];
  /** Of two clocks that are told as one both, quoted. */
  readonly name: string;
}

/** Whether what was told is where the fault is. Where a run has two clocks, nothing tells which of them is off. */
export const isAt = (told: Place, { kind, name }: Place): boolean =>
  told.kind === 'clocks'
    ? kind === 'clock' && told.name.includes(quoted(name))
    : told.kind === kind && told.name === name;

/** One faulty run. */
export interface PlantedCase {
  readonly kind: FaultKind;
  readonly run: Run;
  /** One for each fault; of a leak both the step and the resource that it leaks, which shows first. */
  readonly roots: readonly Place[];
  /** Whether the execution at fault shows nothing of it. */
  readonly isMasked: boolean;
  /** What failed or did not run, and did not do so in the same run without the faults. */
  readonly brokenIds: ReadonlySet<string>;
}

export const faultKinds = [
  'slow-step',
  'failing-step',
  'timeout',
  'missing-output',
  'wrong-order',
  'resource-exhaustion',
  'resource-leak',
  'clock-skew',
] as const satisfies readonly FaultKind[];

/** A faulty run of a workflow, the same for the same seed. `undefined`: what was planted had no effect. */
export function plantedCase(
  { definition, options }: PlantedWorkflow,
  seed: number,
  kind: FaultKind,
  { roots: count = 1, isMasked = false } = {},
): PlantedCase | undefined {
  const random = seededRandom(seed);
  const faults: Fault[] = [];
  const places: Place[] = [];
  for (let root = 0; root < count; root++) {
    const planted = plantedFault(definition, kind, random);
    if (planted === undefined || places.some(({ name }) => name === planted.place.name)) return undefined;
    faults.push(planted.fault);
    places.push(planted.place);
    if (kind === 'resource-leak') places.push(leaked);
  }
  const [simulated] = simulate(definition, { ...options, seed: seed + 1_000_000, faults });
  if (simulated === undefined || simulated.truths.length < count) return undefined;
  const { run, truths } = simulated;
  if (!truths.every((truth) => isNoticeable(truth, run))) return undefined;
  const affectedIds = new Set(truths.flatMap((truth) => truth.affectedIds));
  if (isMasked && affectedIds.size === 0) return undefined;
  const [without] = simulate(definition, { ...options, seed: seed + 1_000_000 });
  const brokenIds = brokenIn(run, without?.run);
  return { kind, run: isMasked ? masked(run, places) : run, roots: places, isMasked, brokenIds };
}

function plantedFault(
  { steps }: PlantedWorkflow['definition'],
  kind: FaultKind,
  random: () => number,
): { readonly fault: Fault; readonly place: Place } | undefined {
  const oneOf = <T>(list: readonly T[]): T | undefined => list[Math.floor(random() * list.length)];
  const step = oneOf(steps)!;
  const place: Place = { kind: 'step', name: step.id };
  switch (kind) {
    case 'slow-step':
      return { fault: { kind, stepId: step.id, factor: 4 + 4 * random() }, place };
    case 'failing-step':
    case 'timeout':
    case 'missing-output':
      return { fault: { kind, stepId: step.id }, place };
    case 'wrong-order': {
      const dependency = oneOf(step.dependencies);
      return dependency && { fault: { kind, stepId: step.id, on: dependency.on }, place };
    }
    case 'resource-exhaustion':
      return { fault: { kind, resource: 'gpus', capacity: 1 }, place: { kind: 'resource', name: 'gpus' } };
    case 'resource-leak': {
      const leaking = oneOf(steps.filter(({ resources }) => Object.hasOwn(resources, 'gpus')));
      return (
        leaking && {
          fault: { kind, stepId: leaking.id, resource: 'gpus', amount: 3 },
          place: { kind: 'step', name: leaking.id },
        }
      );
    }
    case 'clock-skew': {
      const clock = oneOf(['host-a', 'host-b', 'host-c'])!;
      return { fault: { kind, clock, offsetMs: 60_000 * (random() - 0.5) }, place: { kind: 'clock', name: clock } };
    }
  }
}

const leaked: Place = { kind: 'resource', name: 'gpus' };

function brokenIn(run: Run, without: Run | undefined): ReadonlySet<string> {
  const statusWithout = new Map(without?.executions.map(({ id, status }) => [id, status]));
  const broken = run.executions.filter(({ id, status }) => status !== 'completed' && statusWithout.get(id) !== status);
  return new Set(broken.map(({ id }) => id));
}

/** Whether the run is otherwise in what it records, beyond a step that nobody needs. */
function isNoticeable({ fault, rootId, affectedIds }: FaultTruth, run: Run): boolean {
  if (fault.kind === 'clock-skew') return isContradictory(run);
  if (fault.kind === 'missing-output' || fault.kind === 'resource-leak' || rootId === undefined)
    return affectedIds.length > 0;
  return true;
}

/** Whether an execution began before what it needed had ended, by the clocks. */
function isContradictory({ executions, edges }: Run): boolean {
  const byId = new Map(executions.map((execution) => [execution.id, execution]));
  return edges.some(({ from, to }) => (byId.get(from)?.endMs ?? -Infinity) > (byId.get(to)?.startMs ?? Infinity) + 1);
}

/** As if the steps at fault had completed like any other. */
const masked = (run: Run, places: readonly Place[]): Run => ({
  ...run,
  executions: run.executions.map((execution) => {
    if (execution.status !== 'failed' || !places.some(({ name }) => name === execution.stepId)) return execution;
    const { error: _, ...rest } = execution;
    return { ...rest, status: 'completed', output: {} };
  }),
});
