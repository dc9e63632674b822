import { NOT_PLAIN, type PlainSpans } from './plain-spans.ts';

/** Finds the steps of one trace after another, each once, in the order in which they come. */
export class StepFinder {
  /** Of the trace that was asked for last. Runs of one workflow have the same: one list serves them. */
  stepIds: readonly string[] = [];

  readonly #spans: PlainSpans;
  /** By step: the last trace that had it, counted from 1. */
  readonly #lastTraceOf: number[] = [];

  constructor(spans: PlainSpans) {
    this.#spans = spans;
  }

  /** False: one of the spans is not plain. O(rows). */
  find(trace: number, rows: Uint32Array): boolean {
    let stepIds = this.stepIds;
    let own: string[] | undefined;
    let count = 0;
    for (let at = 0; at < rows.length; at++) {
      const step = this.#spans.stepOf(rows[at]);
      if (step === NOT_PLAIN) return false;
      if (this.#lastTraceOf[step] === trace + 1) continue;
      this.#lastTraceOf[step] = trace + 1;
      const stepId = this.#spans.stepIds[step];
      if (own === undefined && stepIds[count] !== stepId) stepIds = own = stepIds.slice(0, count);
      own?.push(stepId);
      count++;
    }
    this.stepIds = count === stepIds.length ? stepIds : stepIds.slice(0, count);
    return true;
  }
}
