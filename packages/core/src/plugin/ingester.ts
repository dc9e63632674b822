import type { z } from 'zod';
import type { IngestNote, Run, Severity } from '@faultline/model';
import type { FaultlineError } from '../errors.ts';
import type { RunFigures } from '../run/run-figures.ts';
import type { Options, RuleId } from './rule.ts';

/** A note as a catalogue declares it. `message` is a template; see `renderMessage`. */
export interface NoteDeclaration {
  readonly severity: Severity;
  /** One sentence: what was found in the telemetry, and what the ingester did about it. */
  readonly description: string;
  readonly message: string;
}

/** The notes that an ingester can leave on a run, by id. */
export type NoteCatalogue = Readonly<Record<IngestNote['id'], NoteDeclaration>>;

/** What an ingester is given beside the bytes. */
export interface IngestContext<O extends Options = Options> {
  readonly options: z.output<O>;
  /** The name of the input, for messages. */
  readonly source: string;
  readonly signal?: AbortSignal | undefined;
  /** Reports a part that cannot be read; the stream goes on. To refuse the whole input, throw a FaultlineError. */
  readonly problem: (error: FaultlineError) => void;
}

/** Reads one family of formats. */
export interface Ingester<O extends Options = Options, Id extends RuleId = RuleId> {
  readonly id: Id;
  readonly description: string;
  /** What a person calls the formats: "OTLP JSON", "OTLP JSON Lines". */
  readonly formats: readonly string[];
  readonly options: O;
  readonly notes: NoteCatalogue;
  /** How sure it is, from 0 (not mine) to 1, by content. Sees the first 64 KiB. */
  recognizes(head: Uint8Array): number;
  /** A chunk is valid until the next is asked for: it may be written over. What is needed later is to be copied. */
  read(bytes: AsyncIterable<Uint8Array>, context: IngestContext<O>): AsyncIterable<Run>;
  /**
   * What `figuresOf` says of the views of the same runs, in any order and as many at a time as there are: only where
   * there is a shorter way than to make them.
   */
  figures?(bytes: AsyncIterable<Uint8Array>, context: IngestContext<O>): AsyncIterable<readonly RunFigures[]>;
}

/** Defines an ingester. */
export function defineIngester<O extends Options, const Id extends RuleId>(ingester: Ingester<O, Id>): Ingester<O, Id> {
  return ingester;
}
