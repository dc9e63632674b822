import { isDeepStrictEqual } from 'node:util';
import { FaultlineError, jsonDocuments } from '@faultline/core';
import type { Run } from '@faultline/model';
import { runsOf } from '@faultline/spans';
import { expect, it } from 'vitest';
import { inputOf } from '@faultline/plugin-testkit';
import { tolerances } from '../otlp-notes.ts';
import { OtlpReader } from '../objects/otlp-reader.ts';
import type { WindowSizes } from './line-window.ts';
import { otlpTables } from './otlp-tables.ts';
import { randomOf, type Oddness } from '../random/choices.test-support.ts';
import { damaged } from '../random/damaged.test-support.ts';
import { randomInput } from '../random/random-otlp.test-support.ts';
import { exportOf, spanOf } from '../read-otlp.test-support.ts';

/** What reading an input comes to: its runs, or the error that refused it. */
type Outcome = { readonly runs: readonly Run[] } | { readonly error: FaultlineError };

async function outcomeOf(read: () => Promise<readonly Run[]>): Promise<Outcome> {
  try {
    return { runs: await read() };
  } catch (error) {
    if (error instanceof FaultlineError) return { error };
    throw error;
  }
}

async function* chunksOf(bytes: Uint8Array, size = bytes.length): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) {
    const chunk = new Uint8Array(bytes.subarray(at, at + size));
    yield chunk;
    // It is valid until the next is asked for.
    chunk.fill(0x58);
  }
}

const rethrow = (error: FaultlineError): never => {
  throw error;
};

/** The oracle: whole documents through JSON.parse. */
const parsed = (bytes: Uint8Array, isStrict: boolean): Promise<Outcome> =>
  outcomeOf(async () => {
    const reader = new OtlpReader({ source: 'test', isStrict });
    for await (const { value, line } of jsonDocuments(chunksOf(bytes), 'test', rethrow)) reader.read(value, line);
    reader.finish();
    return [...runsOf(reader.table, tolerances)];
  });

interface Way {
  readonly isStrict?: boolean;
  readonly chunkSize?: number;
  readonly quietMiB?: number;
  readonly sizes?: WindowSizes;
}

const read = (bytes: Uint8Array, { isStrict = false, chunkSize, quietMiB = 32, sizes }: Way = {}): Promise<Outcome> =>
  outcomeOf(async () => {
    const runs: Run[] = [];
    const streaming = { source: 'test', isStrict, quietMiB, problem: rethrow };
    for await (const table of otlpTables(chunksOf(bytes, chunkSize), streaming, sizes))
      runs.push(...runsOf(table, tolerances));
    return runs;
  });

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

/** What two outcomes can be compared by: refusals word their reasons in their own ways, but are all FaultlineErrors. */
const comparable = (outcome: Outcome) => ('error' in outcome ? 'refused' : outcome.runs);

/** The input, where reading it comes to something else than the oracle says. */
async function differenceIn(input: Uint8Array, way: Way = {}): Promise<string | undefined> {
  const [outcome, oracle] = [await read(input, way), await parsed(input, way.isStrict ?? false)];
  const hasPlace = 'error' in outcome && / byte \d+\)/.test(outcome.error.message);
  const mayDiffer = hasPlace && way.sizes !== undefined;
  return mayDiffer || isDeepStrictEqual(comparable(outcome), comparable(oracle))
    ? undefined
    : new TextDecoder().decode(input);
}

const oddnesses = [
  { inSpans: 0, around: 0 },
  { inSpans: 0.03, around: 0 },
  { inSpans: 0.2, around: 0.02 },
  { inSpans: 0.05, around: 0.1 },
] as const satisfies readonly Oddness[];
const oddnessOf = (seed: number): Oddness => oddnesses[seed % oddnesses.length] ?? oddnesses[0];

it('reads what the reader of whole documents reads', async () => {
  for (let seed = 0; seed < 1000; seed++) {
    const random = randomOf(seed);
    const input = bytesOf(randomInput(random, oddnessOf(seed)));
    const isStrict = random() < 0.1;
    expect(await differenceIn(input, { isStrict })).toBeUndefined();
  }
});

it('refuses what the reader of whole documents refuses, and nothing else, however bytes are damaged', async () => {
  for (let seed = 0; seed < 3000; seed++) {
    const random = randomOf(1e6 + seed);
    const input = damaged(bytesOf(randomInput(random, oddnessOf(seed))), random);
    expect(await differenceIn(input)).toBeUndefined();
  }
});

// No document fits in this window, so none can be read again as a whole.
const narrow = { firstBytes: 64, mostHeldBytes: 128 };

it('reads documents of any size through a narrow window', async () => {
  for (let seed = 0; seed < 300; seed++) {
    const random = randomOf(2e6 + seed);
    const input = bytesOf(randomInput(random, { inSpans: 0.05 * (seed % 3), around: 0 }));
    const isStrict = random() < 0.1;
    const chunkSize = 1 + Math.floor(random() * 300);
    const outcome = await read(input, { isStrict, chunkSize, sizes: narrow });
    expect(comparable(outcome)).toEqual(comparable(await parsed(input, isStrict)));
  }
});

it('refuses damaged documents through a narrow window as well, with a place', async () => {
  for (let seed = 0; seed < 1000; seed++) {
    const random = randomOf(3e6 + seed);
    const input = damaged(bytesOf(randomInput(random, oddnessOf(seed))), random);
    expect(await differenceIn(input, { sizes: narrow })).toBeUndefined();
  }
});

const spanAt = (trace: number, span: number) =>
  spanOf({ traceId: String(trace).padStart(32, '0'), spanId: String(span).padStart(16, '0') });
/** About 9 KiB. */
const fillers = (from: number) => Array.from({ length: 30 }, (_, at) => exportOf(spanAt(from + at, 1)));
const runsIn = (outcome: Outcome): readonly Run[] => {
  if ('error' in outcome) throw outcome.error;
  return outcome.runs;
};

const partsOf = (runs: readonly Run[]) =>
  runs
    .filter(({ id }) => id.endsWith('0001'))
    .map(({ executions, notes }) => [executions.map(({ id }) => Number(id)), ...notes.map(({ id }) => id)]);

it('hands a run out when nothing was heard of it for long, and tells what came later', async () => {
  const input = bytesOf(inputOf(exportOf(spanAt(1, 1)), ...fillers(100), exportOf(spanAt(1, 2)), ...fillers(200)));
  const whole = runsIn(await read(input));
  const apart = runsIn(await read(input, { quietMiB: 2 ** -10, chunkSize: 100 }));
  expect(partsOf(whole)).toEqual([[[1, 2]]]);
  expect(partsOf(apart)).toEqual([[[1]], [[2], 'ingest/late-spans']]);
  expect(apart).toHaveLength(whole.length + 1);
});

it('keeps runs together that are never quiet for long', async () => {
  const lines = Array.from({ length: 60 }, (_, at) => exportOf(spanAt(1, at + 1), spanAt(at + 100, 1)));
  const runs = runsIn(await read(bytesOf(inputOf(...lines)), { quietMiB: 2 ** -10 }));
  expect(runs.map(({ executions }) => executions.length).toSorted((a, b) => b - a)).toEqual([60, ...Array(60).fill(1)]);
  expect(runs.every(({ notes }) => notes.length === 0)).toBe(true);
});

it('gives the same runs in whatever chunks the input comes, and loses no span of any', async () => {
  for (let seed = 0; seed < 200; seed++) {
    const random = randomOf(4e6 + seed);
    const lines = Array.from({ length: 8 }, () => randomInput(random, { inSpans: 0.05, around: 0 }).trim());
    const input = bytesOf(lines.filter((line) => !/[\n\uFEFF]/.test(line)).join('\n'));
    const sizes = { firstBytes: 64, mostHeldBytes: 2 ** (5 + (seed % 10)) };
    const streamed = { quietMiB: 2 ** (-12 + (seed % 4)), sizes };
    const outcome = await read(input, { ...streamed, chunkSize: 1 + Math.floor(random() * 500) });
    expect(outcome).toEqual(await read(input, streamed));
    const whole = await parsed(input, false);
    if ('error' in whole || 'error' in outcome) continue;
    expect(idsIn(outcome.runs)).toEqual(idsIn(whole.runs));
  }
});

const idsIn = (runs: readonly Run[]): readonly string[] =>
  runs
    .flatMap(({ id, executions }) => executions.map((execution) => `${id} ${execution.id} ${execution.startMs}`))
    .toSorted();

it('tells of spans without a trace that come after the last run was handed out', async () => {
  const lost = Array.from({ length: 60 }, () => exportOf(spanOf({ traceId: '' })));
  const input = bytesOf(inputOf(exportOf(spanOf()), ...lost));
  const outcome = await read(input, { quietMiB: 2 ** -10 });
  expect(outcome).toMatchObject({
    error: { message: expect.stringMatching(/belong to no run and were left out: \d+/) },
  });
});

it('reads one document that is larger than its window, wherever its resource stands', async () => {
  const spans = Array.from({ length: 500 }, (_, at) => spanAt(1, at + 1));
  const { resource } = exportOf().resourceSpans[0];
  for (const members of [
    { resource, scopeSpans: [{ spans }] },
    { scopeSpans: [{ spans }], resource },
  ]) {
    const input = bytesOf(JSON.stringify({ resourceSpans: [members] }, undefined, 1));
    const [run] = runsIn(await read(input, { sizes: narrow }));
    expect([run?.executions.length, run?.context]).toEqual([500, { service: 'triage' }]);
  }
});

it.for([
  ['is cut off', '{"resourceSpans":[{"scopeSpans":[{"spans":[', 'FAULTLINE_TRUNCATED'],
  ['stops being JSON', '{"resourceSpans":[{"scopeSpans":[{"spans":[{"traceId" oops}]}]}]}', 'FAULTLINE_NOT_JSON'],
  ['names its spans twice', '{"resourceSpans":[],"a":[{},{},{},{}],"resourceSpans":[]}', 'FAULTLINE_INVALID_INPUT'],
] as const)('says where a document larger than its window %s', async ([_fault, text, code]) => {
  const padded = text.replace('{', `{"padding":[${'0,'.repeat(100)}0],`);
  expect(await read(bytesOf(padded), { sizes: narrow })).toMatchObject({
    error: { code, message: expect.stringMatching(/ \(line 1, byte \d+\)/) },
  });
});
