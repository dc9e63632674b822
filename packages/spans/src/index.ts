export { runsOf } from './runs-of.ts';
export { SPAN_KIND, SPAN_STATUS, SpanTable, statusMessageKey, type SpanFields, type SpanLink } from './span-table.ts';
export { msOfNanos } from './ms-of-nanos.ts';
export { readEvents } from './conventions.ts';
export { spanNotes } from './span-notes.ts';
