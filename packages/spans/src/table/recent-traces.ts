import type { TraceIds, TraceSet } from './trace-ids.ts';
import { TraceIndex } from './trace-index.ts';

const usuallyKept = 2 ** 18;

/** The trace ids that were added last, so many or up to twice as many: memory does not grow with a stream. */
export class RecentTraces {
  readonly #kept: number;
  #newer = emptySet();
  #older = emptySet();

  /** `kept`: how many at least. */
  constructor(kept = usuallyKept) {
    this.#kept = kept;
  }

  /** Adds the id that has a number. False: it is among them. */
  add(traces: TraceIds, trace: number): boolean {
    if (traces.isIn(this.#newer, trace)) return false;
    if (this.#newer.index.size + this.#newer.opaque.size === this.#kept) {
      // The room of those that are forgotten serves those that come: new room costs page faults.
      [this.#newer, this.#older] = [this.#older, this.#newer];
      this.#newer.index.clear();
      this.#newer.opaque.clear();
    }
    traces.addTo(this.#newer, trace);
    return !traces.isIn(this.#older, trace);
  }
}

const emptySet = (): TraceSet => ({ index: new TraceIndex(), opaque: new Set() });
