import type { Json } from '@faultline/model';
import { FaultlineError } from '../errors.ts';
import { parseJson } from './parse-json.ts';

/** One document of a stream, with the line where it starts. */
export interface JsonDocument {
  readonly value: Json;
  readonly line: number;
}

/** V8 cannot hold a longer string. */
const longestText = 2 ** 29 - 25;

/**
 * Reads one JSON document, or JSON Lines: where the first line is a whole document, every line must be one.
 * A line that is not one goes to `onBadLine`; the others are still read.
 * @throws FaultlineError where the only document is not JSON, cut off, or too large.
 */
export async function* jsonDocuments(
  bytes: AsyncIterable<Uint8Array>,
  source: string,
  onBadLine: (error: FaultlineError) => void,
): AsyncGenerator<JsonDocument> {
  let isLines: boolean | undefined;
  let whole: string[] | undefined;
  let length = 0;
  let lineNumber = 0;
  for await (const line of linesOf(bytes, source)) {
    lineNumber++;
    if (whole !== undefined) {
      length += line.length + 1;
      if (length > longestText) throw new FaultlineError('FAULTLINE_TOO_LARGE', { source });
      whole.push(line);
      continue;
    }
    if (line.trim() === '') continue;
    if (isLines === undefined) {
      const first = attempted(line);
      isLines = first !== undefined;
      if (first === undefined) {
        whole = [...Array<string>(lineNumber - 1).fill(''), line];
        length = line.length;
      } else yield { value: first.value, line: lineNumber };
      continue;
    }
    try {
      yield { value: parseJson(line, source, lineNumber), line: lineNumber };
    } catch (error) {
      if (!(error instanceof FaultlineError)) throw error;
      onBadLine(error);
    }
  }
  if (whole !== undefined) yield { value: parseJson(whole.join('\n'), source), line: 1 };
}

function attempted(text: string): { readonly value: Json } | undefined {
  try {
    return { value: JSON.parse(text) as Json };
  } catch {
    return undefined;
  }
}

/** Lines of UTF-8 text, without their ends. A byte order mark is left out. */
async function* linesOf(bytes: AsyncIterable<Uint8Array>, source: string): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let pending: string[] = [];
  let pendingLength = 0;
  for await (const chunk of bytes) {
    const text = decoder.decode(chunk, { stream: true });
    let from = 0;
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', from)) {
      if (pendingLength + at - from > longestText) throw new FaultlineError('FAULTLINE_TOO_LARGE', { source });
      yield pending.length === 0 ? text.slice(from, at) : [...pending, text.slice(from, at)].join('');
      pending = [];
      pendingLength = 0;
      from = at + 1;
    }
    if (from === text.length) continue;
    pending.push(text.slice(from));
    pendingLength += text.length - from;
    if (pendingLength > longestText) throw new FaultlineError('FAULTLINE_TOO_LARGE', { source });
  }
  const rest = decoder.decode();
  if (pendingLength + rest.length > 0) yield [...pending, rest].join('');
}
