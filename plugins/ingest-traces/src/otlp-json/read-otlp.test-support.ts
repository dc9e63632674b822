import type { Run } from '@faultline/model';
import { readWith } from '@faultline/plugin-testkit';
import { otlpJson } from './otlp-json.ts';

/** Reads an input through the front door, in pieces of seven bytes. */
export async function readOtlp(input: string, options: { readonly strict?: boolean } = {}): Promise<readonly Run[]> {
  const { runs, problems } = await readWith(otlpJson, input, { options });
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
