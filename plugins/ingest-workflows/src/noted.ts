import { renderMessage, type NoteCatalogue } from '@faultline/core';
import type { IngestNote } from '@faultline/model';

/** What a note has to say in its placeholders, by id. */
export type Found<Id extends string> = ReadonlyMap<Id, Readonly<Record<string, string | number>>>;

/** Puts into words what was found, in the order of the catalogue. */
export function noted<Id extends IngestNote['id']>(
  catalogue: Readonly<Record<Id, NoteCatalogue[IngestNote['id']]>>,
  found: Found<Id>,
): readonly IngestNote[] {
  const notes: IngestNote[] = [];
  // The keys of a catalogue are what its type says.
  for (const id of Object.keys(catalogue) as Id[]) {
    const data = found.get(id);
    if (data === undefined) continue;
    const { severity, message } = catalogue[id];
    notes.push({ id, severity, message: renderMessage(message, data), executionIds: [] });
  }
  return notes;
}
