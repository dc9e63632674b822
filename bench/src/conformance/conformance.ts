import { viewOf, type RunView } from '@faultline/core';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import type { Benchmark, Row } from '../benchmark.ts';
import { filesIn } from '../data/files-in.ts';
import { nothingRow } from '../data/passed-over.ts';
import { calligatorChecks, calligatorFixtureSchema, casesIn } from './calligator-figures.ts';
import type { Case, Check, Decision } from './checks.ts';
import { crispChecks, crispFixtureSchema, crispStatements, toleranceChecks } from './crisp-times.ts';
import { jaegerFixtureSchema, sectionChecks } from './jaeger-sections.ts';
import { runsIn } from './runs-in.ts';
import { oracleChecks, oracleRowsOf } from './wf-oracle.ts';

/** Fixtures are small; traces beside them need not be read. */
const mostFixtureBytes = 2_000_000;
/** Larger instances of workflows are left out where it has to be quick. */
const mostQuickInstanceBytes = 40_000;

/** The fixtures of other tools, recognised by their content wherever they lie: every figure agrees, or differs on purpose. */
export const conformance: Benchmark = {
  name: 'conformance',
  description: 'paths, slack, drag and retiming beside the fixtures of other tools under DATA (ADR 0004)',
  needsData: true,
  async *run({ dataFolder = '', isQuick }) {
    const files = filesIn(dataFolder)
      .filter((file) => /\.(?:json|csv)$/.test(file))
      .map((file) => join(dataFolder, file))
      .filter((path) => statSync(path).size < mostFixtureBytes);
    let caseCount = 0;
    const mostInstanceBytes = isQuick ? mostQuickInstanceBytes : Infinity;
    for (const path of files)
      for await (const one of casesOf(path, dataFolder, mostInstanceBytes)) {
        caseCount++;
        yield rowOf(one);
      }
    if (caseCount === 0) yield nothingRow('conformance', `fixture of another tool under "${dataFolder}"`);
  },
};

/** The cases that a file states; of most files none. */
async function* casesOf(path: string, folder: string, mostInstanceBytes: number): AsyncGenerator<Case> {
  const text = readFileSync(path, 'utf8');
  const name = relative(folder, path);
  if (path.endsWith('.csv')) yield* oracleCases(path, text, mostInstanceBytes);
  else if (!/"(?:expected|testing|critical_path|slack|drag|exclusive_drag|retime)"\s*:/.test(text)) return;
  else {
    const document = jsonIn(text);
    const jaeger = jaegerFixtureSchema.safeParse(document);
    const crisp = crispFixtureSchema.safeParse(document);
    const calligator = calligatorFixtureSchema.safeParse(document);
    if (jaeger.success) yield await caseOf('Jaeger UI', name, path, (view) => sectionChecks(jaeger.data, view));
    else if (crisp.success) {
      for (const stated of crispStatements(crisp.data)) {
        const { traceId } = stated;
        const ofTrace = traceId === undefined ? name : `${name} ${traceId}`;
        yield await caseOf('CRISP', ofTrace, path, (view) => crispChecks(stated, view), traceId);
        const tolerant = await caseOf(
          'CRISP',
          `${ofTrace} (overlap 1%)`,
          path,
          (view) => toleranceChecks(stated, view),
          traceId,
        );
        if (tolerant.checks.length > 0) yield tolerant;
      }
    } else if (calligator.success)
      for (const one of casesIn(calligator.data)) {
        const trace = join(dirname(path), `test_${one}.json`);
        if (!existsSync(trace)) continue;
        yield await caseOf('calligator', relative(folder, trace), trace, (view) =>
          calligatorChecks(calligator.data, one, view),
        );
      }
  }
}

/** `undefined`: it is none, as some that lie beside fixtures. */
function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

async function* oracleCases(path: string, text: string, mostBytes: number): AsyncGenerator<Case> {
  for (const row of oracleRowsOf(text) ?? []) {
    const instance = [row.file, `${row.file}.gz`]
      .map((file) => join(dirname(path), file))
      .find((file) => existsSync(file));
    if (instance !== undefined && statSync(instance).size <= mostBytes)
      yield await caseOf('WfInstances', row.file, instance, (view) => oracleChecks(row, view));
  }
}

async function caseOf(
  suite: string,
  name: string,
  path: string,
  checksOf: (view: RunView) => readonly Check[],
  runId?: string,
): Promise<Case> {
  const all = await runsIn(path);
  const runs = runId === undefined ? all : all.filter(({ id }) => id.toLowerCase() === runId.toLowerCase());
  const [run] = runs;
  if (run === undefined || runs.length > 1)
    return { suite, name, checks: [{ figure: 'runs', expected: '1', found: String(runs.length) }] };
  const checks = checksOf(viewOf(run, run.definition));
  if (run.executions.every(({ attempt }) => attempt === 1)) return { suite, name, checks };

  // The peers know no attempts: what differs only because of them does so on purpose.
  const executions = run.executions.map((execution) => ({ ...execution, attempt: 1 }));
  const without = checksOf(viewOf({ ...run, executions }, run.definition));
  return {
    suite,
    name,
    checks: checks.map((check, at) => {
      const { found, decision = check.decision } = without[at] ?? check;
      return { ...check, ...(found === check.expected ? { decision: retried } : decision && { decision }) };
    }),
  };
}

const retried: Decision = { number: 16, reason: 'without retries it agrees; back-off is delay of the later attempt' };

function rowOf({ suite, name, checks }: Case): Row {
  const differing = checks.filter(({ expected, found }) => expected !== found);
  const missed = differing.filter(({ decision }) => decision === undefined);
  const decisions = [...new Set(differing.flatMap(({ decision }) => decision?.number ?? []))];
  return {
    columns: {
      suite,
      case: name,
      figures: checks.map(({ figure }) => figure).join(', '),
      result: missed.length > 0 ? 'DIFFERS' : decisions.length > 0 ? `decision ${decisions.join(', ')}` : 'agrees',
      why: differing
        .map(
          ({ figure, expected, found, decision }) =>
            `${figure}: ${found}, stated ${expected}${decision === undefined ? '' : ` (${decision.reason})`}`,
        )
        .join('; '),
    },
    ...(missed.length > 0 && { missed: `${suite} ${name}: ${missed.map(({ figure }) => figure).join(', ')}` }),
  };
}
