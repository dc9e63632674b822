import { z } from 'zod';
import { FaultlineError, jsonDocuments, quoted } from '@faultline/core';
import type { Run } from '@faultline/model';
import { withLabel, type DecisiveLabel } from '@faultline/plugin-attribution';
import { inputError } from './input-error.ts';
import type { Io } from './io.ts';

const labelSchema = z.strictObject({
  step: z.union([z.string().min(1), z.int().nonnegative()]),
  agent: z.string().min(1).optional(),
});

/** Where people saw the decisive errors of failed runs, by the ids of the runs, and what became of what they said. */
export class Labels {
  readonly #labels: ReadonlyMap<string, DecisiveLabel>;
  readonly #fitting = new Set<string>();
  readonly #unfit = new Set<string>();

  constructor(labels: ReadonlyMap<string, DecisiveLabel> = new Map()) {
    this.#labels = labels;
  }

  /** A run with its label; as it is where it has none, or one that does not fit it. */
  on(run: Run): Run {
    const label = this.#labels.get(run.id);
    if (label === undefined) return run;
    const labelled = withLabel(run, label);
    (labelled === undefined ? this.#unfit : this.#fitting).add(run.id);
    return labelled ?? run;
  }

  /** What could not be used. Call it when all runs were read. */
  notes(): readonly string[] {
    const unread = [...this.#labels.keys()].filter((id) => !this.#fitting.has(id) && !this.#unfit.has(id));
    return [
      ...noteOf([...this.#unfit], 'no step of an agent or tool is named so, or another agent took it'),
      ...noteOf(unread, 'no run with this id was read'),
    ];
  }
}

/**
 * Reads labels: objects with `{ "step", "agent" }` by the ids of runs, one document or JSON Lines.
 * @throws FaultlineError where the file cannot be read or is none.
 */
export async function labelsFrom(file: string, io: Pick<Io, 'read'>): Promise<Labels> {
  const labels = new Map<string, DecisiveLabel>();
  try {
    for await (const { value, line } of jsonDocuments(io.read(file), file, refuse)) {
      if (typeof value !== 'object' || value === null || Array.isArray(value))
        throw noLabels(file, `line ${line} is not an object of labels by the ids of runs.`);
      for (const [id, told] of Object.entries(value)) {
        const label = labelSchema.safeParse(told);
        if (!label.success) throw noLabels(file, `the label of run ${quoted(id)} is ${whatIs(told)}.`);
        if (labels.has(id)) throw noLabels(file, `run ${quoted(id)} is labelled twice.`);
        labels.set(id, label.data);
      }
    }
  } catch (error) {
    throw inputError(error, file);
  }
  if (labels.size === 0) throw noLabels(file, 'there is no label in it.');
  return new Labels(labels);
}

/** What stands where a label should. Its values are not told: they are of a trace. */
function whatIs(told: unknown): string {
  if (typeof told === 'number') return `a number, not {"step": ${told}}`;
  if (typeof told === 'string') return 'a text, not {"step": "..."}';
  if (typeof told !== 'object' || told === null || Array.isArray(told)) return 'not an object with a "step"';
  return 'step' in told ? 'no step and agent: a step is a number from 0 or an id' : 'without a "step"';
}

function refuse(error: FaultlineError): never {
  throw error;
}

const noLabels = (source: string, problem: string): FaultlineError =>
  new FaultlineError('FAULTLINE_INVALID_INPUT', {
    source,
    problem,
    hint: 'A label is {"run id": {"step": 3, "agent": "Planner"}}: "step" is the number of a step from 0 or the id of an execution, in quotes; "agent" may be left out.',
  });

const mostNamed = 3;

function noteOf(ids: readonly string[], reason: string): readonly string[] {
  if (ids.length === 0) return [];
  const named = ids.slice(0, mostNamed).map((id) => quoted(id));
  const more = ids.length > mostNamed ? ` and ${ids.length - mostNamed} more` : '';
  const whose = ids.length === 1 ? 'the label of run' : `the labels of ${ids.length} runs`;
  return [`Not used: ${whose} ${named.join(', ')}${more}: ${reason}.`];
}
