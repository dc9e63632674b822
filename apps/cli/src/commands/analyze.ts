import { inject, injectable } from 'tsyringe';
import { severities, type Report, type Run, type WorkflowDefinition } from '@faultline/model';
import { FaultlineError, type AnalysisEngine, type History } from '@faultline/core';
import { loadHistory, type Config } from '@faultline/core/node';
import { compose, type CommonOptions } from '../compose.ts';
import { definitionsFrom } from '../definitions.ts';
import { exitCodes, graver, type ExitCode } from '../exit-code.ts';
import type { Io } from '../io.ts';
import { progressOf } from '../progress.ts';
import { ReportWriter, type ReportOptions } from '../report-writer.ts';
import { RunReader } from '../run-reader.ts';
import { CONFIG, ENGINE, IO } from '../tokens.ts';

/** What `faultline analyze` may be told. */
export interface AnalyzeOptions extends CommonOptions, ReportOptions {
  readonly workflow?: readonly string[];
  readonly from?: string;
  /** Whether the outcome of every run was wrong, as whoever asks knows. */
  readonly wrong?: boolean;
  readonly failOn?: Config['failOn'];
}

/** `faultline analyze FILE...` */
export async function analyze(io: Io, files: readonly string[], options: AnalyzeOptions): Promise<ExitCode> {
  const sources = files.length > 0 ? files : io.hasInput ? ['-'] : [];
  if (sources.length === 0)
    throw new FaultlineError('FAULTLINE_USAGE', {
      problem: 'Nothing to analyse: no file was named and nothing is piped in.',
      hint: 'Try "faultline analyze run.json", or "faultline demo" to see a report.',
    });
  const container = await compose(io, options);
  return container.resolve(AnalyzeCommand).run(sources, options);
}

/** What runs are held against. */
interface Terms {
  readonly definitionFor: (run: Run) => WorkflowDefinition | undefined;
  readonly failOn: Config['failOn'];
  readonly history: History | undefined;
}

@injectable()
class AnalyzeCommand {
  readonly #io: Io;
  readonly #config: Config;
  readonly #reader: RunReader;
  readonly #engine: AnalysisEngine;
  readonly #writer: ReportWriter;
  #exitCode: ExitCode = exitCodes.clean;

  constructor(
    @inject(IO) io: Io,
    @inject(CONFIG) config: Config,
    @inject(RunReader) reader: RunReader,
    @inject(ENGINE) engine: AnalysisEngine,
    @inject(ReportWriter) writer: ReportWriter,
  ) {
    this.#io = io;
    this.#config = config;
    this.#reader = reader;
    this.#engine = engine;
    this.#writer = writer;
  }

  async run(sources: readonly string[], options: AnalyzeOptions): Promise<ExitCode> {
    const definitionFor = definitionsFrom(options.workflow ?? [], this.#io, this.#engine);
    const failOn = options.failOn ?? this.#config.failOn;
    const history = await loadHistory(this.#config.baseline, this.#io.cwd, this.#engine);
    await this.#writer.write(this.#reports(sources, options, { definitionFor, failOn, history }), options);
    return graver(this.#exitCode, this.#reader.exitCode);
  }

  async *#reports(
    sources: readonly string[],
    { from, wrong = false }: AnalyzeOptions,
    { definitionFor, failOn, history }: Terms,
  ): AsyncGenerator<Report> {
    const progress = progressOf(this.#io);
    for (const source of sources) {
      try {
        for await (const run of this.#reader.runsOf(source, from)) {
          const report = await this.#engine.analyze(wrong ? gradedWrong(run) : run, {
            definition: definitionFor(run),
            history,
            signal: this.#io.signal,
            analyzedAtMs: Date.now(),
          });
          this.#judge(report, failOn);
          progress.add();
          yield report;
        }
      } catch (error) {
        this.#reader.reject(error, source);
      }
    }
    progress.end();
  }

  #judge({ worst, findings }: Report, failOn: Config['failOn']): void {
    const isOver = worst !== null && failOn !== 'never' && severities.indexOf(worst) >= severities.indexOf(failOn);
    if (isOver) this.#exitCode = graver(this.#exitCode, exitCodes.findings);
    if (findings.some(({ ruleId }) => ruleId === 'core/rule-failed'))
      this.#exitCode = graver(this.#exitCode, exitCodes.fault);
  }
}

/** A run with what a person says of its outcome, as evaluators say it. */
const gradedWrong = (run: Run): Run => ({ ...run, context: { ...run.context, 'person.is_correct': false } });
