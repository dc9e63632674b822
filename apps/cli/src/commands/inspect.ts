import { inject, injectable } from 'tsyringe';
import { FaultlineError, readFigures, scheduleOptionsFrom, type Ingester, type Plugin } from '@faultline/core';
import type { Config } from '@faultline/core/node';
import { compose, type CommonOptions } from '../compose.ts';
import { reportError } from '../error-message.ts';
import { exitCodes, graver, type ExitCode } from '../exit-code.ts';
import { inputError } from '../input-error.ts';
import { Inspection, type InputFigures } from '../inspection.ts';
import { inspectionText } from '../inspection-text.ts';
import type { Io } from '../io.ts';
import { printable } from '../printable.ts';
import { CONFIG, IO, PLUGINS } from '../tokens.ts';

/** What `faultline inspect` may be told. */
export interface InspectOptions extends CommonOptions {
  readonly from?: string;
  readonly format?: 'terminal' | 'json';
}

/** `faultline inspect FILE...`: what is in the inputs, without any rule. */
export async function inspect(io: Io, files: readonly string[], options: InspectOptions): Promise<ExitCode> {
  const sources = files.length > 0 ? files : io.hasInput ? ['-'] : [];
  if (sources.length === 0)
    throw new FaultlineError('FAULTLINE_USAGE', {
      problem: 'Nothing to inspect: no file was named and nothing is piped in.',
      hint: 'Try "faultline inspect trace.json".',
    });
  const container = await compose(io, options, 'ingesters');
  return container.resolve(InspectCommand).run(sources, options);
}

@injectable()
class InspectCommand {
  readonly #io: Io;
  readonly #config: Config;
  readonly #plugins: readonly Plugin[];
  #exitCode: ExitCode = exitCodes.clean;

  constructor(@inject(IO) io: Io, @inject(CONFIG) config: Config, @inject(PLUGINS) plugins: readonly Plugin[]) {
    this.#io = io;
    this.#config = config;
    this.#plugins = plugins;
  }

  async run(sources: readonly string[], { from, format }: InspectOptions): Promise<ExitCode> {
    const all: InputFigures[] = [];
    for (const source of sources) {
      try {
        const figures = await this.#inspected(source, from);
        if (format === 'json') all.push(figures);
        else await this.#io.out(`${printable(inspectionText(figures))}\n`);
      } catch (error) {
        this.#reject(error, source);
      }
    }
    if (format === 'json' && all.length > 0) await this.#io.out(`${JSON.stringify(all, undefined, 2)}\n`);
    return this.#exitCode;
  }

  async #inspected(source: string, format: string | undefined): Promise<InputFigures> {
    let readBy: Ingester | undefined;
    const inspection = new Inspection();
    const figures = readFigures(
      this.#io.read(source),
      this.#plugins.flatMap(({ ingesters = [] }) => ingesters),
      {
        source: source === '-' ? 'standard input' : source,
        format,
        schedule: scheduleOptionsFrom(this.#config),
        ingesterOptions: this.#config.ingesters,
        signal: this.#io.signal,
        onProblem: (error) => this.#reject(error, source),
        onIngester: (ingester) => (readBy = ingester),
      },
    );
    for await (const some of figures) for (const ofRun of some) inspection.add(ofRun);
    return inspection.figures(source, readBy ?? { id: 'none/none', formats: [] });
  }

  /** One input that cannot be read does not keep the others from being inspected. */
  #reject(error: unknown, source: string): void {
    this.#exitCode = graver(this.#exitCode, reportError(inputError(error, source), this.#io));
  }
}
