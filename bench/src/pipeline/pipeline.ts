import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import type { Benchmark, Row } from '../benchmark.ts';
import { generate, shapes, type Shape } from './generate.ts';

const figuresSchema = z.object({ startUpMs: z.number(), cpuMs: z.number(), peakMiB: z.number(), steps: z.number() });
type Figures = z.infer<typeof figuresSchema>;

/** OTLP JSON Lines to a JSON report through all default plugins, beside a bare JSON.parse of the same bytes. */
export const pipeline: Benchmark = {
  name: 'pipeline',
  description: 'OTLP JSON Lines to report, spans per CPU second and peak memory, beside a bare JSON.parse',
  needsData: false,
  async *run({ isQuick }) {
    const folder = mkdtempSync(join(tmpdir(), 'faultline-bench-'));
    try {
      for (const size of isQuick ? [1000, 10_000] : [1000, 10_000, 100_000, 1_000_000])
        for (const shape of shapes) yield rowOf(folder, shape, size);
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
};

function rowOf(folder: string, shape: Shape, size: number): Row {
  const file = join(folder, `${shape}-${size}.jsonl`);
  generate(file, shape, size);
  // Interleaved, and the best of three: other work on the machine only ever adds.
  const rounds = size > 100_000 ? 1 : 3;
  const analyzed: Figures[] = [];
  const parsed: Figures[] = [];
  for (let round = 0; round < rounds; round++) {
    parsed.push(measured('parse', file));
    analyzed.push(measured('analyze', file));
  }
  const best = (figures: readonly Figures[]): number => Math.min(...figures.map(({ cpuMs }) => cpuMs));
  const megabytes = statSync(file).size / 1e6;
  rmSync(file);
  return {
    columns: {
      shape,
      spans: size,
      MB: megabytes,
      'spans/CPU s': Math.round(size / (best(analyzed) / 1000)),
      'CPU ms': Math.round(best(analyzed)),
      'start-up CPU ms': Math.round(Math.min(...analyzed.map(({ startUpMs }) => startUpMs))),
      'peak MiB': Math.round(Math.max(...analyzed.map(({ peakMiB }) => peakMiB))),
      'JSON.parse CPU ms': Math.round(best(parsed)),
      'times JSON.parse': best(analyzed) / best(parsed),
    },
  };
}

function measured(job: 'parse' | 'analyze', file: string): Figures {
  const script = join(import.meta.dirname, 'measured-child.js');
  const output = execFileSync(process.execPath, ['--max-old-space-size=8192', script, job, file], { encoding: 'utf8' });
  return figuresSchema.parse(JSON.parse(output));
}
