import { inject, injectable } from 'tsyringe';
import type { Report } from '@faultline/model';
import { checkedOptions, FaultlineError, type Plugin, type Reporter } from '@faultline/core';
import type { Config } from '@faultline/core/node';
import type { Io } from './io.ts';
import { CONFIG, IO, PLUGINS } from './tokens.ts';

/** How a command is told to write its report. */
export interface ReportOptions {
  readonly format?: string;
  readonly output?: string;
  readonly verbose?: boolean;
}

/** Renders reports with the reporter of the wanted format, to standard output or a file. */
@injectable()
export class ReportWriter {
  readonly #io: Io;
  readonly #config: Config;
  readonly #reporters: readonly Reporter[];

  constructor(@inject(IO) io: Io, @inject(CONFIG) config: Config, @inject(PLUGINS) plugins: readonly Plugin[]) {
    this.#io = io;
    this.#config = config;
    this.#reporters = plugins.flatMap(({ reporters = [] }) => reporters);
  }

  /** Writes nothing where there is no report: an empty document would look like a clean one. */
  async write(reports: AsyncIterable<Report>, options: ReportOptions): Promise<void> {
    const reporter = this.#reporterFor(options.format ?? 'terminal');
    const some = await startedOf(reports);
    if (some === undefined) return;
    const toFile = options.output !== undefined;
    const chunks = reporter.render(some, {
      options: checkedOptions(reporter, this.#optionsFor(reporter, options.verbose)),
      columns: toFile ? 80 : this.#io.columns,
      isColored: !toFile && this.#io.isColored,
      signal: this.#io.signal,
    });
    if (options.output !== undefined) await this.#io.writeFile(options.output, chunks);
    else for await (const chunk of chunks) await this.#io.out(chunk);
  }

  #reporterFor(format: string): Reporter {
    const found = this.#reporters.find((reporter) => reporter.format === format || reporter.id === format);
    if (found !== undefined) return found;
    const formats = this.#reporters.map((reporter) => reporter.format).join(', ');
    throw new FaultlineError('FAULTLINE_UNKNOWN_REPORTER', { format, formats });
  }

  /** `--verbose` is for the reporters that know it. */
  #optionsFor({ id, options }: Reporter, verbose: boolean | undefined): object {
    const configured = this.#config.reporters[id] ?? {};
    return verbose === true && 'verbose' in options.shape ? { ...configured, verbose } : configured;
  }
}

/** The same reports, if there is a first one. */
async function startedOf<T>(items: AsyncIterable<T>): Promise<AsyncIterable<T> | undefined> {
  const iterator = items[Symbol.asyncIterator]();
  const first = await iterator.next();
  if (first.done === true) return undefined;
  return (async function* () {
    yield first.value;
    for (let next = await iterator.next(); next.done !== true; next = await iterator.next()) yield next.value;
  })();
}
