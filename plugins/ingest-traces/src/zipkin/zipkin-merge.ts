import type { ZipkinSpan } from './zipkin-span.ts';

/**
 * Whether two records of one id tell of one span: the same host recorded both, and neither contradicts the other. Two
 * spans that ran at different times stay two, although they should not have one id.
 */
export const isSameSpan = (a: ZipkinSpan, b: ZipkinSpan): boolean =>
  a.isShared === b.isShared &&
  a.service === b.service &&
  agrees(a.kind, b.kind, '') &&
  agrees(a.startUs, b.startUs, Number.NaN) &&
  agrees(a.durationUs, b.durationUs, Number.NaN);

const agrees = <Value>(a: Value, b: Value, none: Value): boolean =>
  Object.is(a, b) || Object.is(a, none) || Object.is(b, none);

/** One span from two records of it: what the first does not know comes from the second. */
export const mergedSpan = (a: ZipkinSpan, b: ZipkinSpan): ZipkinSpan => ({
  ...a,
  parentId: a.parentId === '' ? b.parentId : a.parentId,
  name: a.name === '' ? b.name : a.name,
  kind: a.kind === '' ? b.kind : a.kind,
  startUs: Number.isNaN(a.startUs) ? b.startUs : a.startUs,
  durationUs: Number.isNaN(a.durationUs) ? b.durationUs : a.durationUs,
  address: a.address ?? b.address,
  tags: new Map([...a.tags, ...b.tags]),
});
