import { inject, injectable } from 'tsyringe';
import { baselines } from '@faultline/facts';
import type { Run } from '@faultline/model';
import { FaultlineError, learnedFor, type AnalysisEngine } from '@faultline/core';
import { loadHistory, type Config } from '@faultline/core/node';
import { IncidentComparison, type IncidentPart } from '@faultline/plugin-failure';
import { compose, type CommonOptions } from '../compose.ts';
import { definitionsFrom } from '../definitions.ts';
import { exitCodes, graver, type ExitCode } from '../exit-code.ts';
import { incidentText, namedCause, type IncidentAnswer } from '../incident-text.ts';
import type { Io } from '../io.ts';
import { placeByService } from '../place-by-service.ts';
import { printable } from '../printable.ts';
import { progressOf } from '../progress.ts';
import { RunReader } from '../run-reader.ts';
import { timeFrom } from '../time-from.ts';
import { CONFIG, ENGINE, IO } from '../tokens.ts';

/** What `faultline incident` may be told. */
export interface IncidentCommandOptions extends CommonOptions {
  /** Files with runs before the incident. */
  readonly before?: readonly string[];
  /** When it began: what started earlier was before it. */
  readonly since?: string;
  readonly by?: 'step' | 'service';
  readonly workflow?: readonly string[];
  readonly from?: string;
  readonly format?: 'terminal' | 'json';
}

/** Fewer runs do not tell what is usual. */
const leastBefore = 5;

/** `faultline incident BAD... --before GOOD...`: where the cause is of what many runs suffer from. */
export async function incident(io: Io, files: readonly string[], options: IncidentCommandOptions): Promise<ExitCode> {
  const sources = files.length > 0 ? files : io.hasInput ? ['-'] : [];
  if (sources.length === 0)
    throw new FaultlineError('FAULTLINE_USAGE', {
      problem: 'Nothing to look at: no file was named and nothing is piped in.',
      hint: 'Try "faultline incident failing.jsonl --before healthy.jsonl".',
    });
  if ((options.before === undefined) === (options.since === undefined))
    throw new FaultlineError('FAULTLINE_USAGE', {
      problem: 'What was before the incident is asked for once: by the files that hold it, or by the time it began.',
      hint: 'Try "--before healthy.jsonl", or "--since 2026-05-04T10:30:00Z" where all runs are in one input.',
    });
  const container = await compose(io, options);
  return container.resolve(IncidentCommand).run(sources, options);
}

@injectable()
class IncidentCommand {
  readonly #io: Io;
  readonly #config: Config;
  readonly #reader: RunReader;
  readonly #engine: AnalysisEngine;

  constructor(
    @inject(IO) io: Io,
    @inject(CONFIG) config: Config,
    @inject(RunReader) reader: RunReader,
    @inject(ENGINE) engine: AnalysisEngine,
  ) {
    this.#io = io;
    this.#config = config;
    this.#reader = reader;
    this.#engine = engine;
  }

  async run(sources: readonly string[], options: IncidentCommandOptions): Promise<ExitCode> {
    const answer = await this.#compared(sources, options);
    const { during, before } = answer.runs;
    if (during === 0 || before < leastBefore) {
      // What could not be read has been said; it may be why there are too few.
      if (this.#reader.exitCode !== exitCodes.clean) return this.#reader.exitCode;
      throw tooFew(answer.runs);
    }
    const { format = 'terminal' } = options;
    await this.#io.out(
      format === 'json' ? `${JSON.stringify(answer, undefined, 2)}\n` : printable(incidentText(answer)),
    );
    return graver(namedCause(answer) === undefined ? exitCodes.clean : exitCodes.findings, this.#reader.exitCode);
  }

  /** Memory grows with the figures of runs, not with what they hold. */
  async #compared(sources: readonly string[], options: IncidentCommandOptions): Promise<IncidentAnswer> {
    const { before = [], since, by, workflow = [], from } = options;
    const sinceMs = since === undefined ? -Infinity : timeFrom(since);
    const definitionFor = definitionsFrom(workflow, this.#io, this.#engine);
    const history = await loadHistory(this.#config.baseline, this.#io.cwd, this.#engine);
    const comparison = new IncidentComparison({
      ...(by === 'service' && { placeOf: placeByService }),
      ...(history && { learned: learnedFor({ baselines }, history).baselines }),
    });
    const runs = { during: 0, before: 0 };
    const progress = progressOf(this.#io);
    const read = async (source: string, partOf: (run: Run) => IncidentPart): Promise<void> => {
      try {
        for await (const run of this.#reader.runsOf(source, from)) {
          const part = partOf(run);
          comparison.add(this.#engine.viewOf(run, definitionFor(run)), part);
          runs[part]++;
          progress.add();
        }
      } catch (error) {
        this.#reader.reject(error, source);
      }
    };
    for (const source of before) await read(source, () => 'before');
    for (const source of sources) await read(source, ({ startMs }) => (startMs < sinceMs ? 'before' : 'during'));
    progress.end();
    return { runs, ...comparison.causes() };
  }
}

function tooFew({ during, before }: IncidentAnswer['runs']): FaultlineError {
  const hint = 'Check the files, and the time given with --since.';
  if (during === 0) return new FaultlineError('FAULTLINE_USAGE', { problem: 'There is no run of the incident.', hint });
  const problem =
    before === 0
      ? 'There is no run before the incident to compare with.'
      : `There ${before === 1 ? 'is 1 run' : `are ${before} runs`} before the incident; ${leastBefore} are needed to tell what is usual.`;
  return new FaultlineError('FAULTLINE_USAGE', { problem, hint });
}
