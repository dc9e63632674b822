import { AnalysisEngine, type Rule } from '@faultline/core';
import type { Run } from '@faultline/model';
import failure, { preventionSection, rootCauseSection } from '@faultline/plugin-failure';
import { comprehensiveDiagnosticAnalysis as definition, healthyRuns, incidents } from '@faultline/plugin-healthcare';
import type { Row } from '../benchmark.ts';

/** CPU time that the first look at one measure may take, and all measures at a further run that fails alike. */
const wanted = { measureMs: 50, furtherMs: 2 } as const;

/**
 * What prevention costs, per incident of the reference workflow held against 500 learned runs: one measure alone, all of
 * them at the first run that fails in one way, and at each further one. CPU time of the thread, the best of several times,
 * that of finding what broke first taken off.
 */
export async function* preventionRows(isQuick: boolean): AsyncGenerator<Row> {
  const times = isQuick ? 3 : 7;
  const learned = await engineOf().learn(healthyRuns(500, 1));
  /** By engine: of the first run, and of a further one; the engines take turns, so that none finds the machine warmer than another. */
  const costsOf = async (engines: readonly AnalysisEngine[], runs: readonly Run[]): Promise<readonly number[][]> => {
    const best = engines.map(() => [Infinity, Infinity]);
    for (let time = 0; time < times; time++)
      for (const [which, engine] of engines.entries()) {
        // What was learned is read anew: nothing is remembered.
        const history = engine.load(learned);
        // The clock is too coarse for one further run: all of them together.
        for (const [at, group] of [runs.slice(0, 1), runs.slice(1)].entries()) {
          const from = process.threadCpuUsage();
          for (const run of group) await engine.analyze(run, { definition, history });
          const { user, system } = process.threadCpuUsage(from);
          best[which]![at] = Math.min(best[which]![at]!, (user + system) / 1000 / group.length);
        }
      }
    return best;
  };
  for (const { id, run } of incidents) {
    const runs = alike(run());
    const engines = [engineOf(), engineOf([], true), ...measureRules.map((rule) => engineOf([rule]))];
    // One for each engine.
    const [bare, whole, ...alone] = (await costsOf(engines, runs)) as [number[], number[], ...number[][]];
    const measureMs = Math.max(...alone.map(([first]) => first! - bare[0]!));
    const furtherMs = whole[1]! - bare[1]!;
    const columns = {
      set: 'prevention',
      group: id,
      'CPU ms, one measure': measureMs,
      'CPU ms, first run': whole[0]! - bare[0]!,
      'CPU ms, further run': furtherMs,
    };
    // Few times on a busy machine say little.
    const isMissed = !isQuick && (measureMs > wanted.measureMs || furtherMs > wanted.furtherMs);
    yield isMissed
      ? {
          columns,
          missed: `${id}: ${wanted.measureMs} ms per measure and ${wanted.furtherMs} ms per further run wanted.`,
        }
      : { columns };
  }
}

const measureRules: readonly Rule[] = (failure.rules ?? []).filter(({ id }) => id.startsWith('failure/add-'));

const engineOf = (rules: readonly Rule[] = [], withSection = false): AnalysisEngine => {
  const analyses = withSection ? [rootCauseSection, preventionSection] : [rootCauseSection];
  return new AnalysisEngine([{ ...failure, rules, analyses }]);
};

/** Runs that fail in the same way, each a little later than the one before. */
const alike = (run: Run): readonly Run[] =>
  Array.from({ length: 41 }, (_, at) => ({
    ...run,
    id: `${run.id}-${at}`,
    startMs: run.startMs + at * 3_600_000,
    ...(run.endMs !== undefined && { endMs: run.endMs + at * 3_600_000 }),
    executions: run.executions.map((one) => ({
      ...one,
      startMs: one.startMs + at * 3_600_000,
      ...(one.endMs !== undefined && { endMs: one.endMs + at * 3_600_000 }),
    })),
  }));
