import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Run } from '@faultline/model';
import { runOf } from '@faultline/plugin-testkit';
import { FaultlineError } from '../errors.ts';
import { defineIngester, type Ingester } from '../plugin/ingester.ts';
import { figuresOf } from '../run/run-figures.ts';
import { viewOf } from '../run/run-view.ts';
import { readFigures, readRuns, type ReadOptions } from './read-runs.ts';
import { bytesOf, collected } from './streams.test-support.ts';

/** Gives one run whose id is its own id and the text that it read. */
const echo = (id: `x/${string}`, certainty: number): Ingester =>
  defineIngester({
    id,
    description: '',
    formats: [`${id.slice(2)} JSON`],
    options: z.strictObject({ prefix: z.string().default('') }),
    notes: {},
    recognizes: () => certainty,
    async *read(bytes, { options, source, problem }) {
      let text = '';
      const decoder = new TextDecoder();
      for await (const chunk of bytes) text += decoder.decode(chunk, { stream: true });
      if (text.includes('bad')) problem(new FaultlineError('FAULTLINE_NOT_JSON', { source, where: '', formats: '' }));
      yield runOf([], { id: `${options.prefix}${id} ${text}` });
    },
  });

const ingesters = [echo('x/unsure', 0.5), echo('x/sure', 0.9), echo('x/other', 0)];
const read = (
  bytes: AsyncIterable<Uint8Array>,
  options: Partial<ReadOptions> = {},
  from: readonly Ingester[] = ingesters,
): Promise<Run[]> => collected(readRuns(bytes, from, { source: 'runs.json', onProblem: () => {}, ...options }));
const ids = async (...given: Parameters<typeof read>): Promise<string[]> => (await read(...given)).map(({ id }) => id);

describe('the ingester', () => {
  it('is the one that is most certain', async () => {
    expect(await ids(bytesOf('{}'))).toEqual(['x/sure {}']);
  });
  it('is the first of those that are equally certain', async () => {
    expect(await ids(bytesOf('{}'), {}, [echo('x/a', 1), echo('x/b', 1)])).toEqual(['x/a {}']);
  });
  it.each(['x/other', 'other'])('is the one that is named: %s', async (format) => {
    expect(await ids(bytesOf('{}'), { format })).toEqual(['x/other {}']);
  });
  it('is given its options, checked', async () => {
    expect(await ids(bytesOf('{}'), { ingesterOptions: { 'x/sure': { prefix: '> ' } } })).toEqual(['> x/sure {}']);
    await expect(read(bytesOf('{}'), { ingesterOptions: { 'x/sure': { prefx: '' } } })).rejects.toMatchObject({
      code: 'FAULTLINE_RULE_OPTIONS',
      message: expect.stringContaining('prefx') as unknown,
    });
  });
  it('reports parts that cannot be read, and goes on', async () => {
    const problems: string[] = [];
    await read(bytesOf('{"bad": 1}'), { onProblem: ({ code }) => problems.push(code) });
    expect(problems).toEqual(['FAULTLINE_NOT_JSON']);
  });
  it('recognizes by the first 64 KiB, however they arrive', async () => {
    const seen: number[] = [];
    const looks = (chunkSize: number): Promise<Run[]> =>
      read(bytesOf(`{${' '.repeat(100_000)}}`, chunkSize), {}, [
        {
          ...echo('x/looks', 1),
          recognizes(head) {
            seen.push(head.length);
            return 1;
          },
        },
      ]);
    for (const chunkSize of [Infinity, 1000, 65_536, 70_000]) await looks(chunkSize);
    expect(seen).toEqual([65_536, 65_536, 65_536, 65_536]);
  });
});

describe('the input', () => {
  it.each([1, 3, 1000, 65_536, Infinity])('reaches the ingester whole and once, in chunks of %s', async (chunkSize) => {
    const text = `{"größe": "${chunkSize < 1000 ? 'kurz' : '🩺'.repeat(40_000)}"}`;
    expect(await ids(bytesOf(text, chunkSize))).toEqual([`x/sure ${text}`]);
  });
  it('is closed when its reader stops early, and when it is refused', async () => {
    let closed = 0;
    async function* closing(text: string): AsyncGenerator<Uint8Array> {
      try {
        for (;;) yield new TextEncoder().encode(text);
      } finally {
        closed++;
      }
    }
    const stopsEarly: Ingester = {
      ...echo('x/early', 1),
      async *read() {
        yield runOf([]);
      },
    };
    await read(closing('{"a": 1}'), {}, [stopsEarly]);
    await expect(read(closing('{"a": 1}'), {}, [])).rejects.toThrow(FaultlineError);
    expect(closed).toBe(2);
  });
});

const figuresFrom = async (ingester: Ingester, onIngester = (_ingester: Ingester): void => {}) => {
  const reading = readFigures(bytesOf('{}'), [ingester], { source: 'runs.json', onProblem: () => {}, onIngester });
  return (await collected(reading)).flatMap((some) => [...some]);
};

describe('figures', () => {
  it('are those of the views of the runs', async () => {
    const run = runOf([], { id: 'x/sure {}' });
    expect(await figuresFrom(echo('x/sure', 1))).toEqual([figuresOf(viewOf(run))]);
  });
  it('come from the ingester where it knows a shorter way', async () => {
    const known = figuresOf(viewOf(runOf([], { id: 'known' })));
    async function* figures() {
      yield [known];
    }
    expect(await figuresFrom({ ...echo('x/sure', 1), figures })).toEqual([known]);
  });
  it('say who read them', async () => {
    let readBy = '';
    await figuresFrom(echo('x/sure', 1), ({ id }) => (readBy = id));
    expect(readBy).toBe('x/sure');
  });
});

describe('is refused', () => {
  it.each<[string, string, Partial<ReadOptions>, readonly Ingester[], string, string]>([
    ['what is empty', '', {}, ingesters, 'FAULTLINE_EMPTY_INPUT', 'export'],
    ['what is blank', ' \r\n\t\n', {}, ingesters, 'FAULTLINE_EMPTY_INPUT', 'export'],
    ['nothing but a byte order mark', '\uFEFF', {}, ingesters, 'FAULTLINE_EMPTY_INPUT', 'export'],
    ['an unknown object', ' {"a": 1}', {}, [echo('x/other', 0)], 'FAULTLINE_UNKNOWN_FORMAT', 'other JSON'],
    ['an unknown list', '\uFEFF[1]', {}, [echo('x/other', 0)], 'FAULTLINE_UNKNOWN_FORMAT', 'other JSON'],
    ['what is not JSON', 'id,step\n', {}, [echo('x/other', 0)], 'FAULTLINE_NOT_JSON', 'other JSON'],
    [
      'a format that nobody reads',
      '{}',
      { format: 'csv' },
      ingesters,
      'FAULTLINE_UNKNOWN_INGESTER',
      'unsure, sure, other',
    ],
  ])('%s', async (_what, text, options, from, code, hint) => {
    await expect(read(bytesOf(text, 2), options, from)).rejects.toMatchObject({
      code,
      hint: expect.stringContaining(hint) as unknown,
    });
  });
  it('names UTF-16, as some shells write it', async () => {
    await expect(read(utf16(), {}, [echo('x/other', 0)])).rejects.toMatchObject({ code: 'FAULTLINE_WRONG_ENCODING' });
  });
});

async function* utf16(): AsyncGenerator<Uint8Array> {
  yield Uint8Array.of(0xff, 0xfe, 0x7b, 0, 0x7d, 0);
}
