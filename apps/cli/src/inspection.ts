import type { Ingester, Mending, RunFigures, SlackFigures } from '@faultline/core';
import { edgeOrigins, type EdgeOrigin, type IngestNote } from '@faultline/model';

/** What is in one input: the figures of its runs taken together, without any rule. */
export interface InputFigures {
  readonly source: string;
  /** Id of the ingester that read it. */
  readonly ingester: string;
  /** What people call the formats that it reads. */
  readonly formats: readonly string[];
  readonly runs: number;
  readonly executions: number;
  /** Distinct step ids. */
  readonly steps: number;
  readonly edges: Readonly<Record<EdgeOrigin, number>>;
  readonly makespanMs: { readonly least: number; readonly mean: number; readonly most: number };
  /** Steps of the critical paths from one execution to the next. */
  readonly joints: { readonly recorded: number; readonly implied: number; readonly inferredShare: number };
  readonly slack: SlackFigures;
  /** What was mended or left out to schedule the runs. */
  readonly mended: Readonly<Partial<Record<Mending, number>>>;
  /** What the ingester mended or left out. */
  readonly notes: readonly InputNote[];
}

/** One kind of note, with the number of runs that have it and what the first of them says. */
interface InputNote extends Pick<IngestNote, 'id' | 'severity' | 'message'> {
  readonly runs: number;
}

/** Adds up the figures of the runs of one input. Its memory does not grow with their number. */
export class Inspection {
  #runs = 0;
  #executions = 0;
  readonly #stepIds = new Set<string>();
  readonly #edges: Record<EdgeOrigin, number> = { declared: 0, explicit: 0, framework: 0, dataflow: 0, temporal: 0 };
  #makespanMs = { least: Infinity, sum: 0, most: -Infinity };
  #joints = { recorded: 0, implied: 0 };
  #slack = { none: 0, some: 0, unlimited: 0, mostMs: 0 };
  readonly #mended = new Map<Mending, number>();
  readonly #notes = new Map<string, { readonly first: IngestNote; runs: number }>();

  add({ executions, stepIds, edges, makespanMs, joints, slack, mended, notes }: RunFigures): void {
    this.#runs++;
    this.#executions += executions;
    for (const stepId of stepIds) this.#stepIds.add(stepId);
    for (const origin of edgeOrigins) this.#edges[origin] += edges[origin];
    this.#makespanMs.least = Math.min(this.#makespanMs.least, makespanMs);
    this.#makespanMs.sum += makespanMs;
    this.#makespanMs.most = Math.max(this.#makespanMs.most, makespanMs);
    this.#joints.recorded += joints.recorded;
    this.#joints.implied += joints.implied;
    this.#slack.none += slack.none;
    this.#slack.some += slack.some;
    this.#slack.unlimited += slack.unlimited;
    this.#slack.mostMs = Math.max(this.#slack.mostMs, slack.mostMs);
    // The keys of what was mended are what its type says.
    for (const what of Object.keys(mended) as Mending[])
      this.#mended.set(what, (this.#mended.get(what) ?? 0) + (mended[what] ?? 0));
    for (const note of notes) this.#addNote(note);
  }

  /** The figures so far. */
  figures(source: string, { id, formats }: Pick<Ingester, 'id' | 'formats'>): InputFigures {
    const { recorded, implied } = this.#joints;
    const { least, sum, most } = this.#makespanMs;
    return {
      source,
      ingester: id,
      formats,
      runs: this.#runs,
      executions: this.#executions,
      steps: this.#stepIds.size,
      edges: this.#edges,
      makespanMs: this.#runs === 0 ? { least: 0, mean: 0, most: 0 } : { least, mean: sum / this.#runs, most },
      joints: { recorded, implied, inferredShare: implied === 0 ? 0 : implied / (recorded + implied) },
      slack: this.#slack,
      mended: Object.fromEntries(this.#mended),
      notes: [...this.#notes.values()].map(({ first: { id: noteId, severity, message }, runs }) => ({
        id: noteId,
        severity,
        message,
        runs,
      })),
    };
  }

  #addNote(note: IngestNote): void {
    const known = this.#notes.get(note.id);
    if (known === undefined) this.#notes.set(note.id, { first: note, runs: 1 });
    else known.runs++;
  }
}
