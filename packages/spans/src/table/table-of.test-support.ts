import type { Json, Run } from '@faultline/model';
import { runsOf } from '../runs/runs-of.ts';
import { SPAN_KIND, SPAN_STATUS } from './span-fields.ts';
import type { SpanLink } from './span-links.ts';
import { SpanTable } from './span-table.ts';

/** A span as a test writes it. Times in milliseconds. */
export interface Written {
  readonly trace?: string;
  readonly id: string;
  readonly parent?: string;
  readonly name?: string;
  readonly kind?: keyof typeof SPAN_KIND;
  readonly status?: keyof typeof SPAN_STATUS;
  readonly from?: number;
  /** Absent: open. */
  readonly to?: number;
  readonly attributes?: Readonly<Record<string, Json>>;
  readonly resource?: Readonly<Record<string, Json>>;
  readonly links?: readonly Partial<SpanLink>[];
}

export const traceId = 'abcdef0123456789abcdef0123456789';

/** A table that holds the given spans. */
export function tableOf(spans: readonly Written[]): SpanTable {
  const table = new SpanTable();
  for (const {
    trace = traceId,
    id,
    parent = '',
    name = id,
    attributes = {},
    resource = {},
    links = [],
    ...rest
  } of spans) {
    const { kind = 'internal', status = 'unset', from = 0, to = Number.NaN } = rest;
    for (const [key, value] of Object.entries(attributes)) table.attribute(key, value);
    for (const link of links) table.link({ traceId: trace, spanId: '', isFollowsFrom: false, ...link });
    table.span({
      trace: table.traceOf(trace),
      id,
      parentId: parent,
      name,
      kind: SPAN_KIND[kind],
      startMs: from,
      endMs: to,
      status: SPAN_STATUS[status],
      resource: table.resource(new Map(Object.entries(resource))),
    });
  }
  return table;
}

/** The first run of the given spans. */
export const runOfSpans = (spans: readonly Written[]): Run => [...runsOf(tableOf(spans))][0];

/** What most tests look at: step ids with the item and attempt where they are not the first. */
export const numbersOf = ({ executions }: Run): readonly string[] =>
  executions.map(({ id, stepId, item, attempt }) => `${id}: ${stepId} item "${item}" attempt ${attempt}`);

/** Edges as texts. */
export const edgeTexts = ({ edges }: Run): readonly string[] =>
  edges.map(({ from, to, origin }) => `${from} -> ${to} (${origin})`);
