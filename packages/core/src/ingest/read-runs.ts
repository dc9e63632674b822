import { withScheduleOptions, type ScheduleOptions } from '@faultline/graph';
import type { Run } from '@faultline/model';
import { FaultlineError } from '../errors.ts';
import { checkedOptions } from '../plugin/checked-options.ts';
import type { IngestContext, Ingester } from '../plugin/ingester.ts';
import { figuresOf, type RunFigures } from '../run/run-figures.ts';
import { viewOf } from '../run/run-view.ts';

/** How to read one input. */
export interface ReadOptions {
  /** The name of the input, for messages. */
  readonly source: string;
  /** Id of the ingester, or its last part. Absent: whichever recognises the content. */
  readonly format?: string | undefined;
  /** Options of ingesters, by id. */
  readonly ingesterOptions?: Readonly<Record<string, object>>;
  readonly signal?: AbortSignal | undefined;
  /** Called for each part that cannot be read, while the rest is. */
  readonly onProblem: (error: FaultlineError) => void;
  /** Called when it is known which ingester reads the input. */
  readonly onIngester?: (ingester: Ingester) => void;
}

/** How to read the figures of one input. */
export interface FigureOptions extends ReadOptions {
  /** How runs are scheduled, where not as usual. The shorter ways of ingesters know the usual one alone. */
  readonly schedule?: ScheduleOptions | undefined;
}

const headBytes = 65_536;

/**
 * Reads the runs of one input with the ingester that recognises it.
 * @throws FaultlineError: empty, unknown format, or refused by its ingester.
 */
export const readRuns = (
  bytes: AsyncIterable<Uint8Array>,
  ingesters: readonly Ingester[],
  options: ReadOptions,
): AsyncGenerator<Run> => readWith(bytes, ingesters, options, (ingester, ...input) => ingester.read(...input));

/**
 * Reads the figures of the runs of one input, in any order and some at a time. Where the ingester knows no shorter way,
 * through their views.
 * @throws FaultlineError: empty, unknown format, or refused by its ingester.
 */
export const readFigures = (
  bytes: AsyncIterable<Uint8Array>,
  ingesters: readonly Ingester[],
  { schedule, ...options }: FigureOptions,
): AsyncGenerator<readonly RunFigures[]> =>
  readWith(bytes, ingesters, options, (ingester, ...input) => {
    const shorter = schedule === undefined ? ingester.figures?.(...input) : undefined;
    return shorter ?? figuresOfRuns(ingester.read(...input), schedule);
  });

async function* figuresOfRuns(
  runs: AsyncIterable<Run>,
  schedule: ScheduleOptions | undefined,
): AsyncGenerator<readonly RunFigures[]> {
  for await (const run of runs) {
    const view = viewOf(run);
    yield [figuresOf(schedule === undefined ? view : withScheduleOptions(view, schedule))];
  }
}

async function* readWith<T>(
  bytes: AsyncIterable<Uint8Array>,
  ingesters: readonly Ingester[],
  options: ReadOptions,
  read: (ingester: Ingester, bytes: AsyncIterable<Uint8Array>, context: IngestContext) => AsyncIterable<T>,
): AsyncGenerator<T> {
  const { source, format, ingesterOptions = {}, signal, onProblem, onIngester } = options;
  const iterator = bytes[Symbol.asyncIterator]();
  try {
    const head = await headOf(iterator);
    if (isBlank(head)) throw new FaultlineError('FAULTLINE_EMPTY_INPUT', { source });
    const ingester = format === undefined ? recognized(head, ingesters, source) : named(format, ingesters);
    onIngester?.(ingester);
    yield* read(ingester, replayed(head, iterator), {
      options: checkedOptions(ingester, ingesterOptions[ingester.id]),
      source,
      signal,
      problem: onProblem,
    });
  } finally {
    // The input is closed, also where it was refused or its reader stopped early.
    await iterator.return?.();
  }
}

/** The first 64 KiB, or all there is. A chunk is valid until the next is asked for, so several are copied. */
async function headOf(iterator: AsyncIterator<Uint8Array>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  while (length < headBytes) {
    const { done, value } = await iterator.next();
    if (done === true) break;
    if (length === 0 && value.length >= headBytes) return value;
    chunks.push(new Uint8Array(value));
    length += value.length;
  }
  const head = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    head.set(chunk, at);
    at += chunk.length;
  }
  return head;
}

async function* replayed(head: Uint8Array, rest: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield head;
  for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value;
}

/** Marked as such, as some shells write what is sent to a file. */
const isUtf16 = ([first, second]: Uint8Array): boolean =>
  (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);

/** Nothing but white space, or a byte order mark. */
const isBlank = (head: Uint8Array): boolean => new TextDecoder().decode(head.subarray(0, headBytes)).trim() === '';

function recognized(head: Uint8Array, ingesters: readonly Ingester[], source: string): Ingester {
  const start = head.subarray(0, headBytes);
  let best: Ingester | undefined;
  let certainty = 0;
  for (const ingester of ingesters) {
    const sure = ingester.recognizes(start);
    if (sure <= certainty) continue;
    best = ingester;
    certainty = sure;
    if (certainty >= 1) break;
  }
  if (best !== undefined) return best;
  if (isUtf16(head)) throw new FaultlineError('FAULTLINE_WRONG_ENCODING', { source });
  const formats = formatsOf(ingesters);
  const first = new TextDecoder().decode(start).trimStart().charAt(0);
  if (first === '{' || first === '[') throw new FaultlineError('FAULTLINE_UNKNOWN_FORMAT', { source, formats });
  throw new FaultlineError('FAULTLINE_NOT_JSON', { source, where: '', formats });
}

function named(format: string, ingesters: readonly Ingester[]): Ingester {
  const found = ingesters.find(({ id }) => id === format || id.split('/')[1] === format);
  if (found !== undefined) return found;
  throw new FaultlineError('FAULTLINE_UNKNOWN_INGESTER', {
    format,
    formats: ingesters.map(({ id }) => id.split('/')[1] ?? id).join(', '),
  });
}

const formatsOf = (ingesters: readonly Ingester[]): string => ingesters.flatMap(({ formats }) => formats).join(', ');
