import { createReadStream, globSync } from 'node:fs';
import { join } from 'node:path';
import { criticalPath } from '@faultline/graph';
import { edgeOrigins, type Run } from '@faultline/model';
import { AnalysisEngine, FaultlineError, readRuns, viewOf } from '@faultline/core';
import healthcare from '@faultline/plugin-healthcare';
import ingestJson from '@faultline/plugin-ingest-json';
import ingestTraces from '@faultline/plugin-ingest-traces';
import integrity from '@faultline/plugin-integrity';
import schedule from '@faultline/plugin-schedule';
import type { Benchmark, Row } from '../benchmark.ts';

const plugins = [integrity, schedule, healthcare, ingestJson, ingestTraces];
const ingesters = [...(ingestJson.ingesters ?? []), ...(ingestTraces.ingesters ?? [])];

/** Every example file of a format through the whole pipeline: what was read, what was found, what was refused. */
export const formats: Benchmark = {
  name: 'formats',
  description: 'every example file under DATA/formats/otlp-*: runs, steps, edges by origin, critical path, findings',
  needsData: true,
  async *run({ dataFolder = '' }) {
    const files = globSync('formats/otlp-{json*,jsonl}/*.{json,jsonl}', { cwd: dataFolder }).toSorted();
    for (const file of files) yield* rowsOf(join(dataFolder, file), file);
  },
};

async function* rowsOf(path: string, file: string): AsyncGenerator<Row> {
  const engine = new AnalysisEngine(plugins);
  try {
    for await (const run of readRuns(createReadStream(path), ingesters, { source: file, onProblem: refuse }))
      yield await rowOf(file, run, engine);
  } catch (error) {
    if (!(error instanceof FaultlineError)) throw error;
    yield { columns: { file, result: `refused: ${error.message.replace(/^Cannot read "[^"]*": /, '')}` } };
  }
}

const refuse = (error: FaultlineError): never => {
  throw error;
};

async function rowOf(file: string, run: Run, engine: AnalysisEngine): Promise<Row> {
  const view = viewOf(run, engine.definitionOf(run));
  const { fromNs, toNs } = criticalPath(view);
  const report = await engine.analyze(run);
  const covered = fromNs.reduce((sum, from, i) => sum + (toNs[i] ?? from) - from, 0);
  const count = (severity: string): number => report.findings.filter((finding) => finding.severity === severity).length;
  return {
    columns: {
      file,
      result: 'analysed',
      run: run.id.slice(0, 8),
      steps: report.run.steps.seen,
      executions: report.run.executions,
      ...Object.fromEntries(edgeOrigins.map((origin) => [origin, report.run.edges[origin]])),
      'inferred %': Math.round(report.run.inferredEdgeShare * 100),
      'path ms': covered / 1e6,
      segments: fromNs.length,
      errors: count('error'),
      warnings: count('warning'),
      notes: count('info'),
      health: report.health.score,
    },
    ...(covered !== view.untilNs - view.fromNs && { missed: `${file}: the critical path does not cover the run.` }),
  };
}
