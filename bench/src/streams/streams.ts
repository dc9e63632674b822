import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Benchmark, Row } from '../benchmark.ts';
import { measured } from '../pipeline/measured.ts';

/** An input, and what reading it as `faultline inspect` does must reach. */
interface Input {
  readonly form: 'lines' | 'document' | 'protobuf';
  readonly spans: number;
  /** Comes through a named pipe while it is made; else it is a file. */
  readonly isStream: boolean;
  readonly targets?: Targets;
}

interface Targets {
  readonly leastSpansPerSecond?: number;
  readonly mostWallMs?: number;
  readonly mostMB?: number;
}

const quick: readonly Input[] = [
  { form: 'lines', spans: 200_000, isStream: true },
  { form: 'document', spans: 100_000, isStream: false },
  { form: 'protobuf', spans: 100_000, isStream: false },
];
const full: readonly Input[] = [
  { form: 'lines', spans: 1_000_000, isStream: true, targets: { mostMB: 150 } },
  { form: 'lines', spans: 10_000_000, isStream: true, targets: { mostMB: 150 } },
  // 580 MB: V8 could not hold its text.
  { form: 'document', spans: 1_192_000, isStream: false, targets: { mostWallMs: 3000, mostMB: 400 } },
  { form: 'protobuf', spans: 1_000_000, isStream: false, targets: { leastSpansPerSecond: 400_000 } },
];

/** Inputs too large to be held: a stream, one document beyond the longest text of V8, and protobuf. */
export const streams: Benchmark = {
  name: 'streams',
  description: 'inputs too large to be held, through what `inspect` does: a stream, one document of 580 MB, protobuf',
  needsData: false,
  async *run({ isQuick }) {
    for (const input of isQuick ? quick : full) yield await rowOf(input);
  },
};

async function rowOf({ form, spans, isStream, targets = {} }: Input): Promise<Row> {
  const folder = mkdtempSync(join(tmpdir(), 'faultline-bench-'));
  try {
    const file = join(folder, 'spans');
    if (isStream) execFileSync('mkfifo', [file]);
    const written = write(form, file, spans);
    if (!isStream) await written;
    const [figures] = await Promise.all([measured('inspect', file), written]);
    if (figures.steps !== spans) throw new Error(`${figures.steps} of ${spans} spans were read.`);
    const { cpuMs, wallMs } = figures;
    const spansPerSecond = Math.round(spans / (cpuMs / 1000));
    // Spans are slower to make than to read.
    const reached = { spansPerSecond, wallMs: isStream ? undefined : wallMs, peakMB: figures.peakMiB * 1.048576 };
    const missed = missedOf(reached, targets);
    return {
      columns: {
        input: isStream ? `${form}, streamed` : form,
        spans,
        MB: isStream ? undefined : Math.round(statSync(file).size / 1e6),
        'spans/CPU s': spansPerSecond,
        'CPU ms': Math.round(cpuMs),
        'start-up CPU ms': Math.round(figures.startUpMs),
        'wall ms': reached.wallMs === undefined ? undefined : Math.round(wallMs),
        'peak MB': Math.round(reached.peakMB),
        target: targetText(targets),
      },
      ...(missed.length > 0 && { missed: `${form}, ${spans} spans: ${missed.join('; ')}.` }),
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function write(form: Input['form'], file: string, spans: number): Promise<void> {
  const script = join(import.meta.dirname, 'written-spans.js');
  await promisify(execFile)(process.execPath, [script, form, file, String(spans)]);
}

interface Reached {
  readonly spansPerSecond: number;
  readonly wallMs: number | undefined;
  readonly peakMB: number;
}

function missedOf({ spansPerSecond, wallMs = 0, peakMB }: Reached, targets: Targets): string[] {
  const { leastSpansPerSecond = 0, mostWallMs = Infinity, mostMB = Infinity } = targets;
  return [
    ...(spansPerSecond < leastSpansPerSecond
      ? [`${spansPerSecond} spans per CPU second, wanted ${leastSpansPerSecond}`]
      : []),
    ...(wallMs > mostWallMs ? [`${Math.round(wallMs)} ms, wanted ${mostWallMs}`] : []),
    ...(peakMB > mostMB ? [`${Math.round(peakMB)} MB, wanted ${mostMB}`] : []),
  ];
}

function targetText({ leastSpansPerSecond, mostWallMs, mostMB }: Targets): string {
  return [
    leastSpansPerSecond === undefined ? [] : `${leastSpansPerSecond / 1000}k/s`,
    mostWallMs === undefined ? [] : `${mostWallMs / 1000} s`,
    mostMB === undefined ? [] : `${mostMB} MB`,
  ]
    .flat()
    .join(', ');
}
