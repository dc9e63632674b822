import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Row } from '../benchmark.ts';
import { generate, type Shape } from './generate.ts';
import { measured, type Figures } from './measured.ts';

/** A job on one file of generated spans. */
export interface Task {
  readonly job: 'analyze' | 'inspect';
  readonly shape: Shape;
  readonly spans: number;
  /** Spans of one trace; absent: all. */
  readonly runSize?: number;
  readonly targets?: Targets;
}

/** What a job must reach. */
interface Targets {
  readonly leastSpansPerSecond?: number;
  /** CPU time of a bare JSON.parse, by that of the job. */
  readonly leastTimesFasterThanParse?: number;
  readonly mostWallMs?: number;
  readonly mostMiB?: number;
}

/** A row for each task: the job, and a bare JSON.parse of the same bytes, each in processes of its own. */
export async function* rowsOf(tasks: Iterable<Task>): AsyncGenerator<Row> {
  const folder = mkdtempSync(join(tmpdir(), 'faultline-bench-'));
  try {
    for (const task of tasks) yield await rowOf(folder, task);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function rowOf(folder: string, { job, shape, spans, runSize = spans, targets = {} }: Task): Promise<Row> {
  const file = join(folder, `${shape}-${spans}.jsonl`);
  generate(file, shape, spans, runSize);
  // Interleaved, and the best of several: other work on the machine only ever adds.
  const rounds = spans > 100_000 ? 2 : 3;
  const done: Figures[] = [];
  const parsed: Figures[] = [];
  for (let round = 0; round < rounds; round++) {
    parsed.push(await measured('parse', file));
    done.push(await measured(job, file));
  }
  const cpuMs = best(done, (one) => one.cpuMs);
  const parseMs = best(parsed, (one) => one.cpuMs);
  const reached = {
    spansPerSecond: Math.round(spans / (cpuMs / 1000)),
    timesFasterThanParse: parseMs / cpuMs,
    wallMs: best(done, (one) => one.wallMs),
    peakMiB: Math.round(best(done, (one) => one.peakMiB)),
  };
  const missed = missedOf(reached, targets);
  const megabytes = statSync(file).size / 1e6;
  rmSync(file);
  return {
    columns: {
      shape,
      spans,
      'spans a run': runSize,
      MB: megabytes,
      'spans/CPU s': reached.spansPerSecond,
      'CPU ms': Math.round(cpuMs),
      'start-up CPU ms': Math.round(best(done, (one) => one.startUpMs)),
      'wall ms': Math.round(reached.wallMs),
      'peak MiB': reached.peakMiB,
      'JSON.parse CPU ms': Math.round(parseMs),
      'JSON.parse / this': reached.timesFasterThanParse,
      target: targetText(targets),
    },
    ...(missed.length > 0 && { missed: `${job}, ${spans} spans, ${runSize} a run: ${missed.join('; ')}.` }),
  };
}

const best = (figures: readonly Figures[], of: (one: Figures) => number): number => Math.min(...figures.map(of));

interface Reached {
  readonly spansPerSecond: number;
  readonly timesFasterThanParse: number;
  readonly wallMs: number;
  readonly peakMiB: number;
}

function missedOf({ spansPerSecond, timesFasterThanParse, wallMs, peakMiB }: Reached, targets: Targets): string[] {
  const { leastSpansPerSecond = 0, leastTimesFasterThanParse = 0, mostWallMs = Infinity, mostMiB = Infinity } = targets;
  return [
    ...(spansPerSecond < leastSpansPerSecond
      ? [`${spansPerSecond} spans per CPU second, wanted ${leastSpansPerSecond}`]
      : []),
    ...(timesFasterThanParse < leastTimesFasterThanParse
      ? [`${timesFasterThanParse.toFixed(2)} times as fast as JSON.parse, wanted ${leastTimesFasterThanParse}`]
      : []),
    ...(wallMs > mostWallMs ? [`${Math.round(wallMs)} ms, wanted ${mostWallMs}`] : []),
    ...(peakMiB > mostMiB ? [`${peakMiB} MiB, wanted ${mostMiB}`] : []),
  ];
}

function targetText(targets: Targets): string | undefined {
  const { leastSpansPerSecond, leastTimesFasterThanParse, mostWallMs, mostMiB } = targets;
  const parts = [
    leastSpansPerSecond === undefined ? [] : `${leastSpansPerSecond / 1000}k/s`,
    leastTimesFasterThanParse === undefined ? [] : `${leastTimesFasterThanParse}x JSON.parse`,
    mostWallMs === undefined ? [] : `${mostWallMs / 1000} s`,
    mostMiB === undefined ? [] : `${mostMiB} MiB`,
  ].flat();
  return parts.length === 0 ? undefined : parts.join(', ');
}
