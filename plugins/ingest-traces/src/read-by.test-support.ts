import type { Json } from '@faultline/model';
import type { DocumentReader } from '@faultline/spans';

/** Has a reader read one document, as JSON.parse makes it; nothing is finished. */
export function readBy<Reader extends DocumentReader>(reader: Reader, document: unknown): Reader {
  reader.read(JSON.parse(JSON.stringify(document)) as Json, 1);
  return reader;
}

/** Finishes a reader. That it refuses an input of which it kept nothing is as it should be. */
export function finished<Reader extends DocumentReader>(reader: Reader): Reader {
  try {
    reader.finish();
  } catch (error) {
    if (reader.table.size > 0) throw error;
  }
  return reader;
}
