/** A step of a workflow that is really executed. */
export interface PlannedStep {
  readonly id: string;
  readonly needs: readonly string[];
  readonly meanMs: number;
  /** Of the workers: how many it keeps busy. */
  readonly workers: number;
  /** How often an attempt fails; the third never does. */
  readonly failureRate: number;
  readonly backoffMs: number;
  /** Instead of a duration that varies. */
  readonly fixedMs?: number;
  readonly factor: number;
  readonly cache?: { readonly hitRate: number; readonly hitCostMs: number };
}

/** A workflow that is really executed, on a pool of so many workers. */
export interface Plan {
  readonly id: string;
  readonly workers: number;
  readonly steps: readonly PlannedStep[];
}

/** A workflow of 5 to 12 steps of 5 to 20 ms with up to three dependencies each, on 2 to 4 workers. */
export function generatedPlan(id: string, random: () => number): Plan {
  const count = 5 + Math.floor(random() * 8);
  const steps: PlannedStep[] = [];
  for (let at = 0; at < count; at++) {
    const isSource = at === 0 || random() < 0.15;
    const needed = isSource ? 0 : Math.min(at, 1 + Math.floor(random() * 3));
    const needs = new Set<string>();
    // Mostly recent steps, so that workflows are deep as well as wide.
    for (let edge = 0; edge < needed; edge++) needs.add(`step${Math.floor(at * Math.sqrt(random()))}`);
    steps.push({
      id: `step${at}`,
      needs: [...needs].toSorted(),
      meanMs: 5 + 15 * random(),
      workers: 1,
      failureRate: random() < 0.1 ? 0.4 : 0,
      backoffMs: 8,
      factor: 1,
    });
  }
  return { id, workers: 2 + Math.floor(random() * 3), steps };
}
