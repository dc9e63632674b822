import { inject, injectable } from 'tsyringe';
import { FaultlineError, quoted, type AnalysisEngine } from '@faultline/core';
import type { Finding, Report } from '@faultline/model';
import { healthyRuns, isExpected, scenarios, type Planted, type Scenario } from '@faultline/plugin-healthcare';
import { compose, type CommonOptions } from '../compose.ts';
import { exitCodes, type ExitCode } from '../exit-code.ts';
import type { Io } from '../io.ts';
import { ReportWriter, type ReportOptions } from '../report-writer.ts';
import { ENGINE, IO } from '../tokens.ts';

/** What only this command may be told. */
export interface DemoOptions {
  /** List the scenarios instead. */
  readonly list?: boolean;
}

/** `faultline demo [SCENARIO]`: exits with 0, however much is wrong with the run. */
export async function demo(
  io: Io,
  scenarioId: string | undefined,
  options: CommonOptions & ReportOptions & DemoOptions,
): Promise<ExitCode> {
  if (options.list === true) {
    await io.out(scenarios.map(({ id, story }) => `${id}\n  ${story}\n`).join(''));
    return exitCodes.clean;
  }
  const scenario = scenarioId === undefined ? scenarios[0] : scenarios.find(({ id }) => id === scenarioId);
  if (scenario === undefined)
    throw new FaultlineError('FAULTLINE_USAGE', {
      problem: `There is no scenario ${quoted(scenarioId ?? '')}.`,
      hint: `Scenarios: ${scenarios.map(({ id }) => id).join(', ')}.`,
    });
  const container = await compose(io, options);
  return container.resolve(DemoCommand).run(scenario, options);
}

/** How much there is to learn from before the scenario. */
const HISTORY = { runs: 500, seed: 1 } as const;

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

  async run({ id, story, planted, run }: Scenario, options: ReportOptions): Promise<ExitCode> {
    const learned = await this.#engine.learn(healthyRuns(HISTORY.runs, HISTORY.seed));
    const report = await this.#engine.analyze(run(), { history: this.#engine.load(learned) });
    await this.#writer.write(only(report), options);
    this.#io.err(
      [
        '',
        `Scenario "${id}" of the healthcare workflow, held against ${HISTORY.runs} simulated runs without a fault.`,
        story,
        ...accountOf(planted, report),
        'Other scenarios: faultline demo --list. Now try your own: faultline analyze FILE',
        '',
      ].join('\n'),
    );
    return exitCodes.clean;
  }
}

/** What was planted and found, what was planted and not found, and what was found and not planted. */
function accountOf(planted: readonly Planted[], { findings }: Report): string[] {
  const wanted = planted.flatMap((one) => one.findings);
  const missed = wanted.filter((expected) => !findings.some((finding) => isExpected(expected, finding)));
  const isWhole = ({ findings: expected }: Planted): boolean => !expected.some((one) => missed.includes(one));
  const others = findings
    .filter(isAlarm)
    .filter((finding) => !wanted.some((expected) => isExpected(expected, finding)));
  return [
    `Planted: ${planted.length}, found: ${planted.filter(isWhole).length}. ` +
      `Findings that must be there: ${wanted.length}, are there: ${wanted.length - missed.length}. ` +
      `Warnings and errors beside them: ${others.length}.`,
    ...missed.map(({ ruleId, stepIds }) => `  not found: ${ruleId} at ${stepIds.join(', ') || 'the run'}`),
    ...others.map(({ ruleId, message }) => `  not planted: ${ruleId}: ${message}`),
  ];
}

/** Notes and advice do not say that something is wrong. */
const isAlarm = ({ kind, severity }: Finding): boolean => severity !== 'info' && kind !== 'optimizer';

async function* only(report: Report): AsyncGenerator<Report> {
  yield await Promise.resolve(report);
}
