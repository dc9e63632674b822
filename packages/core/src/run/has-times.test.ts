import { expect, it } from 'vitest';
import { hasTimes } from './has-times.ts';

const note = (id: 'ingest/derived-times' | 'ingest/unanswered-calls') =>
  ({ id, severity: 'info', message: 'A note.', executionIds: [] }) as const;

it('is so unless the ingester says that it derived them', () => {
  expect(hasTimes({ notes: [] })).toBe(true);
  expect(hasTimes({ notes: [note('ingest/unanswered-calls')] })).toBe(true);
  expect(hasTimes({ notes: [note('ingest/derived-times')] })).toBe(false);
});
