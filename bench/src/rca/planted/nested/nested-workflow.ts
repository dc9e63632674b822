import { seededRandom } from '@faultline/stats';

/** How a step calls what it calls: one after the other, all at once, one of them, or one of them for each of some items. */
type CallingWay = 'in turn' | 'side by side' | 'one of' | 'for each item';

/** A step that calls others, or does its own work alone. */
export interface NestedStep {
  readonly id: string;
  readonly type: 'agent' | 'tool' | 'llm';
  /** The median of its own work: that of others is not counted. */
  readonly ownMs: number;
  readonly way: CallingWay;
  readonly calls: readonly NestedStep[];
  /** Left out of three runs in ten. */
  readonly isOptional: boolean;
  /** Its caller goes on where it has failed. */
  readonly isTolerated: boolean;
  readonly maxAttempts: number;
}

/** A workflow of nested calls. */
export interface NestedWorkflow {
  readonly id: string;
  readonly root: NestedStep;
  /** All steps, each after its caller. */
  readonly steps: readonly NestedStep[];
  /** By step: who calls it. */
  readonly callerOf: ReadonlyMap<string, NestedStep>;
  /** Whether the trace says which call needed which, beyond who called whom. */
  readonly hasEdges: boolean;
  /** Whether calls side by side are cut off when one of them fails. */
  readonly isFailFast: boolean;
  /** The standard deviation of the logarithm of all times. */
  readonly sigma: number;
}

/** How deep calls go, and how many steps there are at most. */
const deepest = 5;
const mostSteps = 40;

/**
 * A workflow of an agent that calls agents, tools and models, two to five levels deep: branches of which one is taken, steps that
 * are left out, calls side by side, items, retries at every level, failures that callers do without.
 */
export function nestedWorkflow(seed: number, { sigma = 0.4 } = {}): NestedWorkflow {
  const random = seededRandom(seed);
  const isOneIn = (share: number): boolean => random() < share;
  let count = 0;
  const stepAt = (depth: number): NestedStep => {
    const number = count++;
    const isCaller = depth === 0 || (depth < deepest && count < mostSteps && isOneIn(0.75 - 0.12 * depth));
    const type = isCaller ? 'agent' : isOneIn(0.4) ? 'llm' : 'tool';
    const way = wayOf(random());
    const size = isCaller ? (way === 'for each item' ? 1 : 2 + Math.floor(4 * random())) : 0;
    const ownMs = isCaller ? 5 * 20 ** random() : 100 * 50 ** random();
    const calls = Array.from({ length: size }, () => stepAt(depth + 1));
    return {
      id: `${type}${number}`,
      type,
      ownMs,
      way,
      calls,
      isOptional: depth > 0 && isOneIn(0.15),
      isTolerated: depth > 0 && isOneIn(0.2),
      maxAttempts: isCaller ? 1 + Number(isOneIn(0.15)) : 1 + Math.floor(3 * random()),
    };
  };
  const root = stepAt(0);
  const steps = [root];
  for (const step of steps) steps.push(...step.calls);
  return {
    id: `nested-${seed}`,
    root,
    steps,
    callerOf: new Map(steps.flatMap((step) => step.calls.map((call) => [call.id, step] as const))),
    hasEdges: isOneIn(0.5),
    isFailFast: isOneIn(0.5),
    sigma,
  };
}

function wayOf(uniform: number): CallingWay {
  if (uniform < 0.5) return 'in turn';
  if (uniform < 0.75) return 'side by side';
  return uniform < 0.9 ? 'one of' : 'for each item';
}
