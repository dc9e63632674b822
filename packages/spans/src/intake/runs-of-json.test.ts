import { expect, it } from 'vitest';
import type { Json } from '@faultline/model';
import { runsOfJson, type DocumentReader } from './runs-of-json.ts';
import { SpanTable } from '../table/span-table.ts';
import { tableOf } from '../table/table-of.test-support.ts';

/** Makes a span of each document that is a text. */
class NameReader implements DocumentReader {
  table = new SpanTable();
  readonly seen: [document: Json, line: number][] = [];

  read(document: Json, line: number): void {
    this.seen.push([document, line]);
  }

  finish(): void {
    this.table = tableOf(this.seen.map(([name]) => ({ id: JSON.stringify(name), to: 1 })));
  }
}

async function* bytesOf(text: string): AsyncGenerator<Uint8Array> {
  yield new TextEncoder().encode(text);
}

async function readAll(text: string, reader: DocumentReader, signal?: AbortSignal) {
  const ids: string[][] = [];
  for await (const run of runsOfJson(bytesOf(text), { source: 'input.json', signal }, {}, reader))
    ids.push(run.executions.map(({ id }) => id));
  return ids;
}

it('hands over each document with its line, then makes runs', async () => {
  const reader = new NameReader();
  expect(await readAll('"a"\n\n"b"', reader)).toEqual([['"a"', '"b"']]);
  expect(reader.seen).toEqual([
    ['a', 1],
    ['b', 3],
  ]);
});

it('refuses all where a line is not JSON, and says where without quoting it', async () => {
  await expect(readAll('"a"\n"b" x', new NameReader())).rejects.toThrow(
    'Cannot read "input.json": a line is not JSON (line 2, column 5). Spans of any trace may be missing, so reading stopped.',
  );
  await expect(readAll('"a"\n{"b":', new NameReader())).rejects.toMatchObject({ code: 'FAULTLINE_TRUNCATED' });
});

it('stops when told to', async () => {
  const stopped = new AbortController();
  stopped.abort(new Error('stopped'));
  await expect(readAll('"a"', new NameReader(), stopped.signal)).rejects.toThrow('stopped');
});
