import { expect, it } from 'vitest';
import { viewOfText } from './byte-view.test-support.ts';
import { FieldNames } from './field-names.ts';

const names = new FieldNames(['key', 'name', 'traceId', 'parentSpanId', 'startTimeUnixNano']);
const found = (text: string): number => names.find(viewOfText(text).view, 0);

it('tells names by their bytes', () => {
  expect(['key"', 'name"', 'traceId":1', 'parentSpanId"', 'startTimeUnixNano"'].map(found)).toEqual([0, 1, 2, 3, 4]);
  expect([...names.lengths]).toEqual([3, 4, 7, 12, 17]);
});

it.for(['', 'ke"', 'keys"', 'key', 'names"', 'traceID"', 'traceI"', 'startTimeUnixMano"', 'xame"'])(
  'does not know %j',
  (text) => {
    expect(found(text)).toBe(-1);
  },
);
