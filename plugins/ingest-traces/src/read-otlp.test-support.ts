import { readRuns, type FaultlineError } from '@faultline/core';
import type { Run } from '@faultline/model';
import { otlpJson } from './otlp-json.ts';

/** One or several documents as an input: texts as they are, others as JSON, one per line. */
export const inputOf = (...documents: readonly unknown[]): string =>
  documents.map((document) => (typeof document === 'string' ? document : JSON.stringify(document))).join('\n');

/** Reads an input through the front door, in pieces of seven bytes. */
export async function readOtlp(input: string, options: { readonly strict?: boolean } = {}): Promise<readonly Run[]> {
  const bytes = new TextEncoder().encode(input);
  async function* pieces(): AsyncGenerator<Uint8Array> {
    for (let at = 0; at < bytes.length; at += 7) {
      const piece = bytes.slice(at, at + 7);
      yield piece;
      // A chunk is valid until the next is asked for.
      piece.fill(0x58);
    }
  }
  const problems: FaultlineError[] = [];
  const runs: Run[] = [];
  const reading = readRuns(pieces(), [otlpJson], {
    source: 'traces.json',
    ingesterOptions: { [otlpJson.id]: options },
    onProblem: (problem) => problems.push(problem),
  });
  for await (const run of reading) runs.push(run);
  if (problems[0] !== undefined) throw problems[0];
  return runs;
}

/** An export with these spans. */
export const exportOf = (...spans: readonly object[]) => ({
  resourceSpans: [
    {
      resource: { attributes: [{ key: 'service.name', value: { stringValue: 'triage' } }] },
      scopeSpans: [{ scope: { name: 'test' }, spans }],
    },
  ],
});

/** A span that departs in nothing from OTLP JSON. */
export const spanOf = (more: object = {}) => ({
  traceId: '5b8efff798038103d269b633813fc60c',
  spanId: 'eee19b7ec3c1b174',
  name: 'fetch',
  kind: 1,
  startTimeUnixNano: '1544712660000000000',
  endTimeUnixNano: '1544712661000250000',
  ...more,
});
