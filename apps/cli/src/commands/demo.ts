import { inject, injectable } from 'tsyringe';
import type { AnalysisEngine } from '@faultline/core';
import { faultyRun, plantedFaults } from '@faultline/plugin-healthcare';
import { compose, type CommonOptions } from '../compose.ts';
import { exitCodes, type ExitCode } from '../exit-code.ts';
import type { Io } from '../io.ts';
import { ReportWriter, type ReportOptions } from '../report-writer.ts';
import { ENGINE, IO } from '../tokens.ts';

/** `faultline demo`: always exits with 0. */
export async function demo(io: Io, options: CommonOptions & ReportOptions): Promise<ExitCode> {
  const container = await compose(io, options);
  return container.resolve(DemoCommand).run(options);
}

@injectable()
class DemoCommand {
  readonly #io: Io;
  readonly #engine: AnalysisEngine;
  readonly #writer: ReportWriter;

  constructor(@inject(IO) io: Io, @inject(ENGINE) engine: AnalysisEngine, @inject(ReportWriter) writer: ReportWriter) {
    this.#io = io;
    this.#engine = engine;
    this.#writer = writer;
  }

  async run(options: ReportOptions): Promise<ExitCode> {
    const report = await this.#engine.analyze(faultyRun());
    await this.#writer.write(
      (async function* () {
        yield report;
      })(),
      options,
    );
    const found = plantedFaults.filter(({ ruleId, stepIds }) =>
      report.findings.some(
        (finding) => finding.ruleId === ruleId && stepIds.every((stepId) => finding.stepIds.includes(stepId)),
      ),
    );
    this.#io.err(
      `\nThis run of the healthcare workflow has ${plantedFaults.length} planted faults; ${found.length} were found.\n`,
    );
    for (const { fault, ruleId } of plantedFaults.filter((planted) => !found.includes(planted)))
      this.#io.err(`  not found: ${fault} (${ruleId})\n`);
    this.#io.err('Now try your own: faultline analyze FILE\n');
    return exitCodes.clean;
  }
}
