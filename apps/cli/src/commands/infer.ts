import { inject, injectable } from 'tsyringe';
import { FaultlineError, viewOf } from '@faultline/core';
import { DefinitionSurvey, inferDefinition } from '@faultline/facts';
import { compose, type CommonOptions } from '../compose.ts';
import { definitionYaml } from '../definition-yaml.ts';
import type { ExitCode } from '../exit-code.ts';
import type { Io } from '../io.ts';
import { printable } from '../printable.ts';
import { progressOf } from '../progress.ts';
import { RunReader } from '../run-reader.ts';
import { IO } from '../tokens.ts';

/** What `faultline infer` may be told. */
export interface InferOptions extends CommonOptions {
  readonly from?: string;
  /** Absent: the workflow with the most runs. */
  readonly workflowId?: string;
  readonly output?: string;
}

/** `faultline infer FILE...`: proposes a workflow definition from many runs. */
export async function infer(io: Io, files: readonly string[], options: InferOptions): Promise<ExitCode> {
  const sources = files.length > 0 ? files : io.hasInput ? ['-'] : [];
  if (sources.length === 0)
    throw new FaultlineError('FAULTLINE_USAGE', {
      problem: 'Nothing to infer from: no file was named and nothing is piped in.',
      hint: 'Try "faultline infer traces/*.jsonl --output workflow.yaml".',
    });
  const container = await compose(io, options);
  return container.resolve(InferCommand).run(sources, options);
}

@injectable()
class InferCommand {
  readonly #io: Io;
  readonly #reader: RunReader;

  constructor(@inject(IO) io: Io, @inject(RunReader) reader: RunReader) {
    this.#io = io;
    this.#reader = reader;
  }

  async run(sources: readonly string[], { from, workflowId, output }: InferOptions): Promise<ExitCode> {
    const surveys = await this.#survey(sources, from);
    const chosen = workflowId ?? mostFrequent(surveys);
    const survey = chosen === undefined ? undefined : surveys.get(chosen);
    if (chosen === undefined || survey === undefined) {
      this.#io.err(
        chosen === undefined ? 'There is no run to infer from.\n' : `No run is of workflow "${printable(chosen)}".\n`,
      );
      return this.#reader.exitCode;
    }
    const yaml = definitionYaml(inferDefinition(survey, chosen));
    if (output === undefined) await this.#io.out(yaml);
    else
      await this.#io.writeFile(
        output,
        (async function* () {
          yield yaml;
        })(),
      );
    this.#tellRest(surveys, chosen, survey);
    return this.#reader.exitCode;
  }

  /** By workflow id. Memory grows with distinct steps, not with runs. */
  async #survey(sources: readonly string[], from: string | undefined): Promise<ReadonlyMap<string, DefinitionSurvey>> {
    const surveys = new Map<string, DefinitionSurvey>();
    const progress = progressOf(this.#io);
    for (const source of sources) {
      try {
        for await (const run of this.#reader.runsOf(source, from)) {
          const survey = surveys.get(run.workflowId) ?? new DefinitionSurvey();
          surveys.set(run.workflowId, survey);
          survey.add(viewOf(run, run.definition));
          progress.add();
        }
      } catch (error) {
        this.#reader.reject(error, source);
      }
    }
    progress.end();
    return surveys;
  }

  #tellRest(surveys: ReadonlyMap<string, DefinitionSurvey>, chosen: string, { leftOut }: DefinitionSurvey): void {
    const others = [...surveys].filter(([id]) => id !== chosen).map(([id, { runs }]) => `"${printable(id)}" (${runs})`);
    if (others.length > 0)
      this.#io.err(
        `Runs of other workflows were left out: ${others.slice(0, 5).join(', ')}${others.length > 5 ? ' ...' : ''}. Name one with --workflow-id.\n`,
      );
    if (leftOut.size > 0)
      this.#io.err(
        `There are too many steps; ${leftOut.size} or more were left out. Check whether their names hold ids that are new in every run.\n`,
      );
  }
}

/** The first by name where several have as many runs. */
function mostFrequent(surveys: ReadonlyMap<string, DefinitionSurvey>): string | undefined {
  return [...surveys].toSorted(([a, { runs: m }], [b, { runs: n }]) => n - m || (a < b ? -1 : 1))[0]?.[0];
}
