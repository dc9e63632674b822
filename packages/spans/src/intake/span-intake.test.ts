import { expect, it } from 'vitest';
import { runsOf } from '../runs/runs-of.ts';
import { SpanIntake, type RecordedSpan } from './span-intake.ts';
import { SPAN_KIND, SPAN_STATUS } from '../table/span-fields.ts';

const spanOf = (more: Partial<RecordedSpan> = {}): RecordedSpan => ({
  traceId: 't',
  id: 'a',
  parentId: '',
  name: 'fetch',
  kind: SPAN_KIND.internal,
  startMs: 0,
  endMs: 1,
  status: SPAN_STATUS.unset,
  resource: new Map(),
  attributes: [],
  ...more,
});

const nested = (levels: number) => JSON.parse('['.repeat(levels) + ']'.repeat(levels)) as never;

it('keeps a span with all that is said of it', () => {
  const intake = new SpanIntake('input.json');
  intake.add(
    spanOf({
      attributes: new Map([['__proto__', 'x']]),
      resource: new Map([['service.name', 'triage']]),
      links: [{ traceId: 'u', spanId: 'b', isFollowsFrom: false }],
      endMs: Number.NaN,
    }),
  );
  const [run] = runsOf(intake.table);
  expect(run).toMatchObject({ id: 't', context: { service: 'triage' }, status: 'running' });
  expect(JSON.stringify(run?.executions[0]?.attributes)).toBe('{"__proto__":"x","links":[["u","b"]]}');
  expect(run?.notes.map(({ id }) => id)).toEqual(['ingest/missing-end']);
});

it('counts spans without a trace, an id or a start, and nothing of them is left', () => {
  const intake = new SpanIntake('input.json');
  const attributes = [['key', 'of a dropped span']] as const;
  intake.add(spanOf({ traceId: '', attributes }));
  intake.add(spanOf({ id: '', attributes }));
  intake.add(spanOf({ startMs: Number.NaN, attributes }));
  intake.add(spanOf());
  expect([intake.table.size, intake.table.droppedFrom(), intake.table.droppedFrom(intake.table.traceOf('t'))]).toEqual([
    1, 1, 2,
  ]);
  expect(JSON.stringify([...runsOf(intake.table)])).not.toContain('of a dropped span');
});

it('refuses values nested deeper than 64 levels', () => {
  const intake = new SpanIntake('input.json');
  intake.add(spanOf({ attributes: [['deep', nested(64)]], resource: new Map([['deep', nested(64)]]) }));
  expect(() => intake.add(spanOf({ attributes: [['deep', nested(65)]] }))).toThrow(
    'the attribute "deep" of the span "a"',
  );
  expect(() => intake.add(spanOf({ resource: new Map([['deep', nested(65)]]) }))).toThrow('of the resource');
});

it('refuses an input of which nothing could be kept', () => {
  const intake = new SpanIntake('input.json');
  expect(() => intake.finish('an id')).toThrow('Cannot read "input.json": it has no spans.');
  intake.readCount = 3;
  expect(() => intake.finish('an id')).toThrow('none of its 3 spans has an id.');
  intake.add(spanOf());
  intake.finish('an id');
});
