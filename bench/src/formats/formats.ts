import { statSync } from 'node:fs';
import { join } from 'node:path';
import { criticalPath } from '@faultline/graph';
import { edgeOrigins, type EdgeOrigin, type Run } from '@faultline/model';
import { AnalysisEngine, FaultlineError, readRuns, viewOf } from '@faultline/core';
import { chunksOfFile, decompressed } from '@faultline/core/node';
import type { Benchmark, Row } from '../benchmark.ts';
import { defaultIngesters } from '../default-ingesters.ts';
import { defaultPlugins } from '../default-plugins.ts';
import { filesIn } from '../data/files-in.ts';
import { nothingRow, reasonOf } from '../data/passed-over.ts';
import { pegasus } from '../pegasus/pegasus.ts';

const ingesters = [...defaultIngesters, pegasus];

/** Folders of a data collection that hold no traces, but what other benchmarks read. */
const others: ReadonlySet<string> = new Set(['anomaly', 'badinput', 'changepoint', 'logs', 'rca']);
/** Texts that come with data, and are none. */
const isAside = (file: string): boolean => /(^|\/)(README|LICENSE|NOTICE)[^/]*$/.test(file);
const mostQuickBytes = 1_000_000;

/** Every example file through the whole pipeline: what it was taken for, what was read, mended, found, refused. */
export const formats: Benchmark = {
  name: 'formats',
  description: 'every example file under DATA: format, runs, steps, edges by origin, what was mended, findings',
  needsData: true,
  async *run({ dataFolder = '', isQuick }) {
    const files = filesIn(dataFolder)
      .filter((file) => !others.has(file.split('/')[0] ?? '') && !isAside(file))
      .filter((file) => !isQuick || statSync(join(dataFolder, file)).size < mostQuickBytes);
    if (files.length === 0) yield nothingRow('formats', `file with a trace under "${dataFolder}"`);
    for (const file of files) yield await rowOf(join(dataFolder, file), file);
  },
};

/** What is added up over the runs of one file. */
interface Tally {
  format: string;
  runs: number;
  executions: number;
  readonly steps: Set<string>;
  readonly edges: Record<EdgeOrigin, number>;
  inferred: number;
  readonly notes: Map<string, number>;
  readonly findings: { error: number; warning: number; info: number };
  readonly problems: string[];
  uncovered: number;
}

async function rowOf(path: string, file: string): Promise<Row> {
  const tally: Tally = {
    format: '',
    runs: 0,
    executions: 0,
    steps: new Set(),
    edges: { declared: 0, explicit: 0, framework: 0, dataflow: 0, temporal: 0 },
    inferred: 0,
    notes: new Map(),
    findings: { error: 0, warning: 0, info: 0 },
    problems: [],
    uncovered: 0,
  };
  try {
    const runs = readRuns(decompressed(chunksOfFile(path), { source: file }), ingesters, {
      source: file,
      onProblem: ({ message }) => void tally.problems.push(withoutSource(message)),
      onIngester: ({ id }) => {
        tally.format = id;
      },
    });
    const engine = new AnalysisEngine(defaultPlugins);
    for await (const run of runs) await add(tally, run, engine);
  } catch (error) {
    if (!(error instanceof FaultlineError)) {
      const missed = `${file}: it fails in another way than by being refused: ${reasonOf(error)}.`;
      return { columns: { file, format: tally.format, result: 'failed' }, missed };
    }
    return { columns: { file, format: tally.format, result: `not a trace: ${withoutSource(error.message)}` } };
  }
  return {
    columns: columnsOf(file, tally),
    ...(tally.uncovered > 0 && { missed: `${file}: ${tally.uncovered} critical paths do not cover their run.` }),
  };
}

const withoutSource = (message: string): string => message.replace(/^Cannot read "[^"]*": /, '').slice(0, 100);

async function add(tally: Tally, run: Run, engine: AnalysisEngine): Promise<void> {
  const view = viewOf(run, engine.definitionOf(run));
  const { fromNs, toNs } = criticalPath(view);
  const covered = fromNs.reduce((sum, from, i) => sum + (toNs[i] ?? from) - from, 0);
  // Beyond 2^53 nanoseconds sums are rounded: runs of more than 104 days.
  if (Math.abs(covered - (view.untilNs - view.fromNs)) > covered * 1e-12) tally.uncovered++;
  const report = await engine.analyze(run);
  tally.runs++;
  tally.executions += report.run.executions;
  for (const { stepId } of run.executions) tally.steps.add(stepId);
  for (const origin of edgeOrigins) tally.edges[origin] += report.run.edges[origin];
  tally.inferred += report.run.inferredEdgeShare;
  for (const { id } of run.notes) tally.notes.set(id, (tally.notes.get(id) ?? 0) + 1);
  for (const { severity } of report.findings) tally.findings[severity]++;
}

function columnsOf(file: string, tally: Tally): Row['columns'] {
  const { format, runs, executions, steps, edges, inferred, notes, findings, problems } = tally;
  return {
    file,
    format,
    result: problems.length > 0 ? `analysed, ${problems.length} parts refused` : 'analysed',
    runs,
    executions,
    steps: steps.size,
    ...edges,
    'inferred %': runs === 0 ? undefined : Math.round((inferred / runs) * 100),
    errors: findings.error,
    warnings: findings.warning,
    notes: findings.info,
    mended: [...notes].map(([id, count]) => `${id.replace('ingest/', '')} ${count}`).join(', '),
  };
}
