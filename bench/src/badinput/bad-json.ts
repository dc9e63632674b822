import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FaultlineError, readRuns, type Ingester } from '@faultline/core';
import type { Row } from '../benchmark.ts';
import { filesIn } from '../data/files-in.ts';

/** Longer than any of the files takes by far. */
const mostMs = 5000;

/**
 * Every file of the JSON test suite (https://github.com/nst/JSONTestSuite, MIT) by detection and by every ingester by
 * force. None of them is a trace, so none may give a run, and every refusal must be an error that a person can read.
 */
export async function* badJson(folder: string, ingesters: readonly Ingester[]): AsyncGenerator<Row> {
  const files = ['test_parsing', 'test_transform'].flatMap((part) =>
    filesIn(join(folder, part)).map((name) => ({ name, bytes: readFileSync(join(folder, part, name)) })),
  );
  for (const format of [undefined, ...ingesters.map(({ id }) => id)]) {
    const counts = { refused: 0, accepted: 0, crashed: 0, 'too slow': 0 };
    const codes = new Map<string, number>();
    const wrong: string[] = [];
    const before = performance.now();
    for (const { name, bytes } of files) {
      const start = performance.now();
      const outcome = await outcomeOf(bytes, format, ingesters);
      const isSlow = performance.now() - start > mostMs;
      if (outcome instanceof FaultlineError) {
        counts.refused++;
        codes.set(outcome.code, (codes.get(outcome.code) ?? 0) + 1);
      } else counts[outcome]++;
      if (isSlow) counts['too slow']++;
      if (isSlow || !(outcome instanceof FaultlineError)) wrong.push(name);
    }
    yield {
      columns: {
        corpus: 'JSONTestSuite',
        'read by': format ?? 'whoever recognises it',
        inputs: files.length,
        ...counts,
        'error codes': [...codes].map(([code, count]) => `${code.replace('FAULTLINE_', '')} ${count}`).join(', '),
        ms: Math.round(performance.now() - before),
      },
      ...(wrong.length > 0 && { missed: `${format ?? 'detection'} is wrong about ${wrong.join(', ')}.` }),
    };
  }
}

async function outcomeOf(
  bytes: Uint8Array,
  format: string | undefined,
  ingesters: readonly Ingester[],
): Promise<FaultlineError | 'accepted' | 'crashed'> {
  async function* input(): AsyncGenerator<Uint8Array> {
    yield bytes;
  }
  const problems: FaultlineError[] = [];
  try {
    const options = { source: 'input', format, onProblem: (problem: FaultlineError) => void problems.push(problem) };
    const first = await readRuns(input(), ingesters, options).next();
    return first.done === true ? (problems[0] ?? 'accepted') : 'accepted';
  } catch (error) {
    return error instanceof FaultlineError ? error : 'crashed';
  }
}
