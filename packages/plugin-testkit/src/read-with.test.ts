import { expect, it } from 'vitest';
import { z } from 'zod';
import { defineIngester, FaultlineError } from '@faultline/core';
import type { Run } from '@faultline/model';
import { runOf } from './factories.ts';
import { certaintyOf, inPieces, readWith, runsWith } from './read-with.ts';

/** A run for each line that is a name; `keepsPieces`: without copying what it was given. */
const names = (keepsPieces: boolean) =>
  defineIngester({
    id: 'test/names',
    description: 'Reads names.',
    formats: ['names'],
    options: z.strictObject({ prefix: z.string().default('') }),
    notes: {},
    recognizes: (head) => (head[0] === 0x5b ? 0 : 1),
    async *read(bytes, { options, problem }): AsyncGenerator<Run> {
      const pieces: Uint8Array[] = [];
      for await (const piece of bytes) pieces.push(keepsPieces ? piece : new Uint8Array(piece));
      for (const name of Buffer.concat(pieces).toString().split('\n'))
        if (name === '') problem(new FaultlineError('FAULTLINE_EMPTY_INPUT', { source: 'input' }));
        else yield runOf([], { id: `${options.prefix}${name}` });
    },
  });
const idsIn = (runs: readonly Run[]): readonly string[] => runs.map(({ id }) => id);

it('gives the runs and the problems of an input, with the options of the ingester', async () => {
  const { runs, problems } = await readWith(names(false), 'morning rounds\n\nevening', { options: { prefix: 'the ' } });
  expect(idsIn(runs)).toEqual(['the morning rounds', 'the evening']);
  expect(problems.map(({ code }) => code)).toEqual(['FAULTLINE_EMPTY_INPUT']);
});

it('reads documents one per line, and refuses those of which a part is refused', async () => {
  expect(idsIn(await runsWith(names(false), 'morning', { evening: 1 }))).toEqual(['morning', '{"evening":1}']);
  await expect(runsWith(names(false), 'morning', '')).rejects.toThrow(FaultlineError);
});

it('shows that an ingester keeps a piece that was written over', async () => {
  expect(idsIn((await readWith(names(true), 'morning rounds')).runs)).not.toEqual(['morning rounds']);
});

it('tells how sure an ingester is', () => {
  expect(certaintyOf(names(false), 'morning')).toBe(1);
  expect(certaintyOf(names(false), ['morning'])).toBe(0);
});

it('leaves the bytes that it gives in pieces as they are', async () => {
  const bytes = Buffer.from('morning');
  for await (const piece of inPieces(bytes, 3)) expect(piece.length).toBeLessThanOrEqual(3);
  expect(bytes.toString()).toBe('morning');
});
