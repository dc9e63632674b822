import { join } from 'node:path';
import { expect, it } from 'vitest';
import { chunksOfFile } from './chunks-of-file.ts';
import { folderWith } from './temporary-folder.test-support.ts';

const letters = (): string => join(folderWith({ letters: 'abcdefgh' }), 'letters');

it('gives the bytes of a file, however they are cut', async () => {
  const file = letters();
  for (const chunkBytes of [1, 3, 8, 9]) {
    let text = '';
    for await (const chunk of chunksOfFile(file, chunkBytes)) text += Buffer.from(chunk).toString();
    expect(text).toBe('abcdefgh');
  }
});

it('writes each chunk over the one before', async () => {
  const chunks: Uint8Array[] = [];
  for await (const chunk of chunksOfFile(letters(), 4)) chunks.push(chunk);
  expect(chunks.map((chunk) => Buffer.from(chunk).toString())).toEqual(['efgh', 'efgh']);
});

it('closes the file when it is left early', async () => {
  const chunks = chunksOfFile(letters(), 4);
  await chunks.next();
  await chunks.return(undefined);
  expect(await chunks.next()).toEqual({ done: true, value: undefined });
});

it('fails as the system says where there is no file', async () => {
  await expect(chunksOfFile(join(letters(), 'missing')).next()).rejects.toMatchObject({ code: 'ENOTDIR' });
});
