import type { Run } from '@faultline/model';
import { seededRandom } from '@faultline/stats';
import { nestedRun, type NestedFault } from './nested-run.ts';
import type { NestedStep, NestedWorkflow } from './nested-workflow.ts';

/** One faulty run of nested calls. */
export interface NestedCase {
  readonly group: NestedGroup;
  readonly run: Run;
  /** Steps at fault. */
  readonly roots: readonly string[];
}

/** What is planted, by name. */
export const nestedGroups = {
  'slow call': ({ leaf, random }) => [{ kind: 'slow', stepId: leaf.id, factor: 4 + 4 * random() }],
  'failing call': ({ leaf, error }) => [{ kind: 'fails', stepId: leaf.id, error }],
  'caller fails by itself': ({ caller, error }) => [{ kind: 'fails', stepId: caller.id, error }],
  'call hangs, and is cut off': ({ inner }) => [{ kind: 'hangs', stepId: inner.id, leaves: 'cancelled' }],
  'call hangs, and completes later': ({ inner }) => [{ kind: 'hangs', stepId: inner.id, leaves: 'late' }],
  'call hangs, and is never closed': ({ inner }) => [{ kind: 'hangs', stepId: inner.id, leaves: 'open' }],
  'call gives nothing': ({ leaf }) => [{ kind: 'gives nothing', stepId: leaf.id }],
  'failing call beside a tolerated failure': ({ leaf, error, tolerated }) => [
    { kind: 'fails', stepId: leaf.id, error },
    { kind: 'fails', stepId: tolerated.id },
  ],
  'two failing calls': ({ leaf, other, error }) => [
    { kind: 'fails', stepId: leaf.id, error },
    { kind: 'fails', stepId: other.id },
  ],
} as const satisfies Record<string, (drawn: Drawn) => readonly NestedFault[]>;

/** A name of these. */
export type NestedGroup = keyof typeof nestedGroups;

/** What a fault can be made of, drawn at random. */
interface Drawn {
  readonly leaf: NestedStep;
  readonly other: NestedStep;
  readonly caller: NestedStep;
  /** Any but the outermost. */
  readonly inner: NestedStep;
  readonly tolerated: NestedStep;
  readonly error: NonNullable<NestedFault['error']>;
  readonly random: () => number;
}

const errors = [
  'external_service_error',
  'validation_error',
  'KeyError',
  'timeout',
  'unknown_error',
  'resource_exhaustion',
];

/** A faulty run, the same for the same seed. `undefined`: the workflow has no place for the fault, or it had no effect. */
export function nestedCase(workflow: NestedWorkflow, seed: number, group: NestedGroup): NestedCase | undefined {
  const random = seededRandom(seed);
  const oneOf = <T>(list: readonly T[]): T | undefined => list[Math.floor(random() * list.length)];
  const leaves = workflow.steps.filter(({ calls }) => calls.length === 0);
  const leaf = oneOf(leaves);
  const other = oneOf(leaves.filter((one) => one !== leaf));
  const caller = oneOf(workflow.steps.filter(({ calls }) => calls.length > 0));
  const inner = oneOf(workflow.steps.slice(1));
  const tolerated =
    oneOf(leaves.filter((one) => one !== leaf && one.isTolerated)) ?? (group.includes('tolerated') ? undefined : leaf);
  const error = oneOf(errors);
  if (!leaf || !other || !caller || !inner || !tolerated || error === undefined) return undefined;
  const faults = nestedGroups[group]({ leaf, other, caller, inner, tolerated, error, random });
  const run = nestedRun(workflow, seed + 1_000_000, faults);
  const hasRun = faults.every(({ stepId }) => run.executions.some((one) => one.stepId === stepId));
  if (!hasRun || !isNoticeable(run, faults)) return undefined;
  const roots = faults.map(({ stepId }) => stepId);
  return { group, run, roots: group.includes('tolerated') ? roots.slice(0, 1) : roots };
}

/** Whether a fault that makes something fail did. */
function isNoticeable(run: Run, faults: readonly NestedFault[]): boolean {
  const hasFailed = (stepId: string): boolean =>
    run.executions.some((one) => one.stepId === stepId && one.status === 'failed' && one.error?.type !== 'cancelled');
  if (faults.length > 1) return run.status === 'failed' && faults.every(({ stepId }) => hasFailed(stepId));
  return faults.every(({ kind, stepId }) => {
    if (kind === 'slow') return true;
    return kind === 'fails'
      ? hasFailed(stepId)
      : run.executions.some(({ error }) => error?.type === (kind === 'hangs' ? 'timeout' : 'validation_error'));
  });
}
