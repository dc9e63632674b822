import type { Json } from '@faultline/model';

/** What reads documents of one format, one by one, into a table. */
interface Reader {
  readonly table: { readonly size: number };
  read(document: Json, line: number): void;
  finish(): void;
}

/** Has a reader read one document, as JSON.parse makes it; nothing is finished. */
export function readBy<R extends Reader>(reader: R, document: unknown): R {
  reader.read(JSON.parse(JSON.stringify(document)) as Json, 1);
  return reader;
}

/** Finishes a reader. That it refuses an input of which it kept nothing is as it should be. */
export function finished<R extends Reader>(reader: R): R {
  try {
    reader.finish();
  } catch (error) {
    if (reader.table.size > 0) throw error;
  }
  return reader;
}
