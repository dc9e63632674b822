import type { StepSpan } from '../runs/step-span.ts';
import { withoutIds } from '../conventions/step-id.ts';

/** The executions of each step in order of time, for questions of who came before and after. O(n log n) in all. */
export class StepTimeline {
  readonly #steps: readonly StepSpan[];
  #byStart: ReadonlyMap<string, readonly StepSpan[]> | undefined;
  readonly #byEnd = new Map<string, readonly StepSpan[]>();

  /** Expects order of time. */
  constructor(steps: readonly StepSpan[]) {
    this.#steps = steps;
  }

  /** The executions of a step, by their start. */
  of(stepId: string): readonly StepSpan[] {
    // Most runs record nothing that has to be looked up.
    this.#byStart ??= Map.groupBy(this.#steps, ({ execution }) => execution.stepId);
    return this.#byStart.get(stepId) ?? [];
  }

  /** The execution of a node or agent that had ended last at a time. One still at work is the caller, or runs beside. */
  lastEndedBy(name: string, atMs: number): StepSpan | undefined {
    const stepId = withoutIds(name);
    let ended = this.#byEnd.get(stepId);
    if (ended === undefined) {
      ended = this.of(stepId)
        .filter(({ execution }) => execution.endMs !== undefined)
        .toSorted((a, b) => endOf(a) - endOf(b));
      this.#byEnd.set(stepId, ended);
    }
    return ended[firstBeyond(ended, (step) => endOf(step) > atMs) - 1];
  }

  /** The execution of a node or agent that started first from a time on. */
  firstStartedFrom(name: string, atMs: number): StepSpan | undefined {
    const started = this.of(withoutIds(name));
    return started[firstBeyond(started, ({ execution }) => execution.startMs >= atMs)];
  }
}

const endOf = ({ execution }: StepSpan): number => execution.endMs ?? Infinity;

/** Where in an ordered list the steps begin that are beyond something. O(log n). */
function firstBeyond(steps: readonly StepSpan[], isBeyond: (step: StepSpan) => boolean): number {
  let low = 0;
  let high = steps.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isBeyond(steps[middle])) high = middle;
    else low = middle + 1;
  }
  return low;
}
