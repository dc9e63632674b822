import type { Report } from '@faultline/model';

/** Reports in memory, the latest 1,000. A run posted again takes the place of its first report. */
export class RunRegistry {
  readonly #reports = new Map<string, Report>();
  readonly #most = 1000;

  put(report: Report): void {
    this.#reports.delete(report.run.id);
    this.#reports.set(report.run.id, report);
    for (const oldest of this.#reports.keys()) {
      if (this.#reports.size <= this.#most) break;
      this.#reports.delete(oldest);
    }
  }

  get(runId: string): Report | undefined {
    return this.#reports.get(runId);
  }

  /** The latest first. */
  list(): readonly Report[] {
    return [...this.#reports.values()].toReversed();
  }
}
