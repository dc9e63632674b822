import { inject, injectable } from 'tsyringe';
import { severities, type Report, type Run, type WorkflowDefinition } from '@faultline/model';
import { FaultlineError, readRuns, type AnalysisEngine, type Plugin } from '@faultline/core';
import { loadWorkflow, type Config } from '@faultline/core/node';
import { compose, type CommonOptions } from '../compose.ts';
import { reportError } from '../error-message.ts';
import { exitCodes, graver, type ExitCode } from '../exit-code.ts';
import { isSystemError, type Io } from '../io.ts';
import { progressOf } from '../progress.ts';
import { ReportWriter, type ReportOptions } from '../report-writer.ts';
import { CONFIG, ENGINE, IO, PLUGINS } from '../tokens.ts';

/** What `faultline analyze` may be told. */
export interface AnalyzeOptions extends CommonOptions, ReportOptions {
  readonly workflow?: readonly string[];
  readonly from?: string;
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

@injectable()
class AnalyzeCommand {
  readonly #io: Io;
  readonly #config: Config;
  readonly #plugins: readonly Plugin[];
  readonly #engine: AnalysisEngine;
  readonly #writer: ReportWriter;
  #exitCode: ExitCode = exitCodes.clean;

  constructor(
    @inject(IO) io: Io,
    @inject(CONFIG) config: Config,
    @inject(PLUGINS) plugins: readonly Plugin[],
    @inject(ENGINE) engine: AnalysisEngine,
    @inject(ReportWriter) writer: ReportWriter,
  ) {
    this.#io = io;
    this.#config = config;
    this.#plugins = plugins;
    this.#engine = engine;
    this.#writer = writer;
  }

  async run(sources: readonly string[], options: AnalyzeOptions): Promise<ExitCode> {
    const definitionFor = this.#definitions(options.workflow ?? []);
    const failOn = options.failOn ?? this.#config.failOn;
    await this.#writer.write(this.#reports(sources, options.from, definitionFor, failOn), options);
    return this.#exitCode;
  }

  async *#reports(
    sources: readonly string[],
    format: string | undefined,
    definitionFor: (run: Run) => WorkflowDefinition | undefined,
    failOn: Config['failOn'],
  ): AsyncGenerator<Report> {
    const progress = progressOf(this.#io);
    for (const source of sources) {
      try {
        for await (const run of this.#runsOf(source, format)) {
          const report = await this.#engine.analyze(run, {
            definition: definitionFor(run),
            signal: this.#io.signal,
            analyzedAtMs: Date.now(),
          });
          this.#judge(report, failOn);
          progress.add();
          yield report;
        }
      } catch (error) {
        this.#reject(error, source);
      }
    }
    progress.end();
  }

  #runsOf(source: string, format: string | undefined): AsyncIterable<Run> {
    return readRuns(
      this.#io.read(source),
      this.#plugins.flatMap(({ ingesters = [] }) => ingesters),
      {
        source: source === '-' ? 'standard input' : source,
        format,
        ingesterOptions: this.#config.ingesters,
        signal: this.#io.signal,
        onProblem: (error) => this.#reject(error, source),
      },
    );
  }

  /** One definition named alone is meant for every run; of several, each run takes its own. */
  #definitions(files: readonly string[]): (run: Run) => WorkflowDefinition | undefined {
    const definitions = files.map((file) => loadWorkflow(file, this.#io.cwd));
    const [only] = definitions;
    if (definitions.length === 1) return () => only;
    const byId = new Map(definitions.map((definition) => [definition.id, definition]));
    return (run) => byId.get(run.workflowId) ?? this.#engine.definitionOf(run);
  }

  #judge({ worst, findings }: Report, failOn: Config['failOn']): void {
    const isOver = worst !== null && failOn !== 'never' && severities.indexOf(worst) >= severities.indexOf(failOn);
    if (isOver) this.#exitCode = graver(this.#exitCode, exitCodes.findings);
    if (findings.some(({ ruleId }) => ruleId === 'core/rule-failed'))
      this.#exitCode = graver(this.#exitCode, exitCodes.fault);
  }

  /** One input that cannot be read does not keep the others from being analysed. */
  #reject(error: unknown, source: string): void {
    const known = isSystemError(error)
      ? new FaultlineError('FAULTLINE_FILE_UNREADABLE', { source, problem: problemOf(error) }, { cause: error })
      : error;
    this.#exitCode = graver(this.#exitCode, reportError(known, this.#io));
  }
}

function problemOf({ code, message }: NodeJS.ErrnoException): string {
  if (code === 'ENOENT') return 'there is no such file.';
  if (code === 'EISDIR') return 'it is a folder.';
  if (code === 'EACCES' || code === 'EPERM') return 'permission denied.';
  return message;
}
