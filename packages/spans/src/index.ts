export { runsOf } from './runs/runs-of.ts';
export { figuresOf } from './runs/figures-of.ts';
export { OtlpJsonWriter } from './export/otlp-json-writer.ts';
export { SpanTable, type TableMark } from './table/span-table.ts';
export { SPAN_KIND, SPAN_STATUS, statusMessageKey, type SpanFields } from './table/span-fields.ts';
export type { SpanLink } from './table/span-links.ts';
export { ID_FORM } from './table/span-ids.ts';
export { msOfIso } from './intake/ms-of-iso.ts';
export { msOfNanos, readMsOfNanos } from './bytes/ms-of-nanos.ts';
export { readEvents } from './conventions/conventions.ts';
export { conventionTable, type ConventionRow } from './conventions/convention-table.ts';
export { spanNotes } from './table/span-notes.ts';
export { SpanIntake, type RecordedSpan } from './intake/span-intake.ts';
export { runsOfJson, type DocumentReader } from './intake/runs-of-json.ts';
export { lineRefused } from './intake/line-refused.ts';
export { membersIn, numberIn, objectIn, objectsIn, type JsonObject } from './intake/json-members.ts';
export { labelIn, textIn } from './conventions/attribute-text.ts';

export { OpenRuns } from './table/open-runs.ts';
export { ByteWindow } from './bytes/byte-window.ts';
export type { ByteView } from './bytes/byte-view.ts';
export { ByteTexts } from './bytes/byte-texts.ts';
export {
  CLOSE_LIST,
  CLOSE_OBJECT,
  COLON,
  colonEnd,
  COMMA,
  extentEnd,
  nameEnd,
  OPEN_LIST,
  OPEN_OBJECT,
  plainEnd,
  QUOTE,
  SPACE,
  spaceEnd,
  textEnd,
  valueEnd,
} from './bytes/json-bytes.ts';
export { FieldNames } from './bytes/field-names.ts';
export { readHexWord } from './bytes/hex.ts';
export { readNumber } from './bytes/read-number.ts';
export { textOfJson, textOfUtf8 } from './bytes/utf8.ts';
