import { expect, it } from 'vitest';
import { hasTimes, timesOf } from './times-of.ts';

const noted = (id: 'ingest/order-only' | 'ingest/derived-times' | 'ingest/unanswered-calls') => ({
  notes: [{ id, severity: 'info', message: 'A note.', executionIds: [] } as const],
});

it('are recorded unless the ingester says that it derived them, or that there is only an order', () => {
  expect([{ notes: [] }, noted('ingest/unanswered-calls')].map(timesOf)).toEqual(['recorded', 'recorded']);
  expect(timesOf(noted('ingest/derived-times'))).toBe('derived');
  expect(timesOf(noted('ingest/order-only'))).toBe('order');
});

it('mean something where runtimes were recorded, though not when', () => {
  expect([{ notes: [] }, noted('ingest/derived-times'), noted('ingest/order-only')].map(hasTimes)).toEqual([
    true,
    true,
    false,
  ]);
});
