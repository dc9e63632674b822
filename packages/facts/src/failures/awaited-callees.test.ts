import { viewOf } from '@faultline/core';
import type { Run } from '@faultline/model';
import { gantt } from '@faultline/plugin-testkit';
import { describe, expect, it } from 'vitest';
import { awaitedCallees } from './awaited-callees.ts';

const awaitedIn = (run: Run): string[] => {
  const view = viewOf(run);
  return [...awaitedCallees(view)].map(([node, of]) => `${view.executions[node]?.id} < ${view.executions[of]?.id}`);
};

describe('awaitedCallees', () => {
  it.each([
    ['timed out', 'timeout'],
    ['was cut off', 'cancelled'],
  ])('names the call that %s', (_name, failure) => {
    const run = gantt`
      agent : =========x  { failure: timeout }
        llm :  ===
        tool:     =====x  { failure: ${failure} }
    `;
    expect(awaitedIn(run)).toEqual(['agent < tool']);
  });

  it('names the call that took exactly half of the time, and none with less', () => {
    expect(
      awaitedIn(gantt`
        agent: =========x  { failure: timeout }
          llm:      =====
      `),
    ).toEqual(['agent < llm']);
    expect(
      awaitedIn(gantt`
        agent: =========x  { failure: timeout }
          llm:       ====
      `),
    ).toEqual([]);
  });

  it('names none where the caller did other work after it, or did not wait', () => {
    expect(
      awaitedIn(gantt`
        agent : =========x  { failure: timeout }
          tool: ====x       { failure: timeout }
          llm :      ==
      `),
    ).toEqual([]);
    expect(
      awaitedIn(gantt`
        agent: =========x  { failure: timeout }
          llm: ==========  { async: true }
      `),
    ).toEqual([]);
  });

  it('names none where times were made up', () => {
    const run = gantt`
      agent : =========x  { failure: timeout }
        tool:  ========x  { failure: timeout }
    `;
    const notes = [{ id: 'ingest/order-only', severity: 'info', message: 'Derived.', executionIds: [] }] as const;
    expect(awaitedIn(run)).not.toEqual([]);
    expect(awaitedIn({ ...run, notes: [...notes] })).toEqual([]);
  });

  it('names none where the caller failed of something else', () => {
    expect(
      awaitedIn(gantt`
        agent: =========x
          llm: =========x  { failure: timeout }
      `),
    ).toEqual([]);
  });
});
