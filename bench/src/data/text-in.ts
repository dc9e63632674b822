import { existsSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { z } from 'zod';

/**
 * The text of a file, gzipped or not, without a byte order mark.
 *
 * @throws Error where there is none.
 */
export function textIn(path: string): string {
  if (!existsSync(path)) throw new Error(`there is no ${basename(path)}`);
  const bytes = readFileSync(path);
  const isGzipped = bytes[0] === 0x1f && bytes[1] === 0x8b;
  return new TextDecoder().decode(isGzipped ? gunzipSync(bytes) : bytes);
}

/** The lines of a file that say something, without their ends, whichever system wrote them. */
export const linesIn = (path: string): readonly string[] =>
  textIn(path)
    .split(/\r?\n/u)
    .filter((line) => line.trim() !== '');

/**
 * What a JSON file holds.
 *
 * @throws Error that says in one line, without a value of the file, why it is not as the schema has it.
 */
export function jsonIn<Schema extends z.ZodType>(path: string, schema: Schema): z.infer<Schema> {
  const read = schema.safeParse(parsed(textIn(path)));
  if (read.success) return read.data;
  const [{ path: place } = { path: [] }] = read.error.issues;
  throw new Error(`${place.length === 0 ? 'it' : `its "${place.join('.')}"`} is not as expected`);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    // What JSON.parse says quotes the file.
    throw new Error('it is not JSON', { cause });
  }
}
