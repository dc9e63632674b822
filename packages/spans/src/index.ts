export { runsOf } from './runs-of.ts';
export { figuresOf } from './figures-of.ts';
export { OtlpJsonWriter } from './otlp-json-writer.ts';
export {
  SPAN_KIND,
  SPAN_STATUS,
  SpanTable,
  statusMessageKey,
  type SpanFields,
  type SpanLink,
  type TableMark,
} from './span-table.ts';
export { ID_FORM } from './span-ids.ts';
export { msOfNanos, readMsOfNanos } from './ms-of-nanos.ts';
export { readEvents } from './conventions.ts';
export { conventionTable, type ConventionRow } from './convention-table.ts';
export { spanNotes } from './span-notes.ts';
export { SpanIntake, type RecordedSpan } from './span-intake.ts';
export { runsOfJson, type DocumentReader } from './runs-of-json.ts';
export { membersIn, numberIn, objectIn, objectsIn, type JsonObject } from './json-members.ts';
export { labelIn, textIn } from './attribute-text.ts';

export { OpenRuns } from './open-runs.ts';
export { ByteWindow } from './byte-window.ts';
export type { ByteView } from './byte-view.ts';
export { ByteTexts } from './byte-texts.ts';
export {
  CLOSE_LIST,
  CLOSE_OBJECT,
  COLON,
  colonEnd,
  COMMA,
  digitsEnd,
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
} from './json-bytes.ts';
export { FieldNames } from './field-names.ts';
export { readHexWord } from './hex.ts';
export { readNumber } from './read-number.ts';
export { textOfJson, textOfUtf8 } from './utf8.ts';
