import { describe, expect, it } from 'vitest';
import { AnalysisEngine, sectionOf } from '@faultline/core';
import type { Run, TimelineBar, WorkflowDefinition } from '@faultline/model';
import { workflowDefinitionSchema } from '@faultline/model';
import { gantt, runOf } from '@faultline/plugin-testkit';
import schedule, { timelineSection } from './index.ts';

const timelineOf = async (run: Run, definition?: WorkflowDefinition, maxBars = 40) => {
  const engine = new AnalysisEngine([schedule], { rules: { 'schedule/timeline': { options: { maxBars } } } });
  const report = await engine.analyze(run, { definition });
  const section = report.sections.find(({ id }) => id === 'schedule/timeline');
  const block = section?.blocks[0];
  return {
    value: sectionOf(report, timelineSection),
    bars: block?.type === 'timeline' ? block.bars : [],
  };
};
const partsOf = (bar: TimelineBar | undefined) =>
  bar?.parts.map(({ kind, fromMs, toMs }) => `${kind} ${fromMs}-${toMs}`);

describe('timeline', () => {
  it('draws attempts in one bar, with the wait for what is needed and for the retry', async () => {
    const { bars } = await timelineOf(gantt`
      fetch  : ==x
      fetch#2:      ====
      parse  :             --====  <- fetch
    `);
    expect(bars.map(({ label, note }) => `${label}: ${note}`)).toEqual([
      'fetch: 2 attempts, waited 2 ms',
      'parse: waited 2 ms',
    ]);
    expect(partsOf(bars[0])).toEqual(['failed 0-3', 'waiting 3-5', 'work 5-9']);
    expect(partsOf(bars[1])).toEqual(['waiting 12-14', 'work 14-18']);
  });

  it('takes the time since a declared dependency ended for waiting', async () => {
    const definition = workflowDefinitionSchema.parse({
      id: 'drawn',
      steps: [{ id: 'fetch' }, { id: 'lab', dependencies: [{ on: 'fetch' }] }],
    });
    const run = gantt`
      fetch: ==
      lab  :      ===
    `;
    expect(partsOf((await timelineOf(run, definition)).bars[1])).toEqual(['waiting 2-5', 'work 5-8']);
    expect(partsOf((await timelineOf(run)).bars[1])).toEqual(['work 5-8']);
  });

  it('shows what never began as a wait without length, and what never ended as open', async () => {
    const { bars } = await timelineOf(gantt`
      fetch: ==x
      parse:    ==>  <- fetch
      mail :    /
    `);
    expect(bars.map(({ label, note }) => [label, note])).toEqual([
      ['fetch', 'failed'],
      ['mail', 'skipped'],
      ['parse', 'open'],
    ]);
    expect(bars.map(partsOf)).toEqual([['failed 0-3'], ['waiting 3-3'], ['open 3-6']]);
  });

  it('indents what an execution called, callers first, and keeps equal steps of two callers apart', async () => {
    const { bars } = await timelineOf(gantt`
      agent       : ============
        llm       : ===
        tool[1]   :    ===
      judge       :             ====
        llm#2     :              ==
    `);
    expect(bars.map(({ label }) => label)).toEqual(['agent', '  llm', '  tool #1', 'judge', '  llm']);
  });

  it('counts executions that nobody told apart', async () => {
    const { bars } = await timelineOf(
      runOf([
        { id: 'a', stepId: 'llm', startMs: 0, endMs: 2, status: 'completed' },
        { id: 'b', stepId: 'llm', startMs: 3, endMs: 4, status: 'completed' },
      ]),
    );
    expect(bars.map(({ note, executionIds }) => ({ note, executionIds }))).toEqual([
      { note: '2 executions', executionIds: ['a', 'b'] },
    ]);
  });

  it('keeps failed and critical bars when there are too many, and counts the others', async () => {
    const { value } = await timelineOf(
      gantt`
        split: =
        short:  =         <- split
        fails:  =x        <- split
        long :  ========  <- split
        merge:          = <- long, short
      `,
      undefined,
      3,
    );
    expect(value?.bars.map(({ stepId }) => stepId)).toEqual(['split', 'fails', 'long']);
    expect(value?.left).toBe(2);
  });

  it('joins parts that are too close to be seen', async () => {
    const { value } = await timelineOf(
      runOf(
        Array.from({ length: 5000 }, (_, round) => ({
          id: `e${round}`,
          stepId: 'poll',
          startMs: round * 2,
          endMs: round * 2 + 1,
          status: 'completed' as const,
        })),
      ),
    );
    expect(value?.bars[0]).toMatchObject({ executions: 5000, parts: [{ fromMs: 0, toMs: 9999, kind: 'work' }] });
    expect(value?.bars[0]?.executionIds).toHaveLength(100);
  });

  it('numbers items, which may be named for whom the run is about', async () => {
    const { value, bars } = await timelineOf(gantt`
      map[MRN-4711]: ==
      map[MRN-17]  :  ==
      store        :    =
    `);
    expect(bars.map(({ label }) => label)).toEqual(['map #1', 'map #2', 'store']);
    expect(JSON.stringify(value?.bars.map(({ stepId, item }) => [stepId, item]))).toBe(
      '[["map",1],["map",2],["store",null]]',
    );
  });

  it('takes __proto__ for a name like any other', async () => {
    const { bars } = await timelineOf(
      runOf([{ id: '__proto__', stepId: '__proto__', item: '__proto__', startMs: 0, endMs: 1, status: 'completed' }]),
    );
    expect(bars.map(({ label }) => label)).toEqual(['__proto__ #1']);
  });

  it('draws a chain of 100,000 calls', async () => {
    const depth = 100_000;
    const { value } = await timelineOf(
      runOf(
        Array.from({ length: depth }, (_, level) => ({
          id: `e${level}`,
          stepId: `call${level}`,
          ...(level > 0 && { parentId: `e${level - 1}` }),
          startMs: level,
          endMs: 2 * depth - level,
          status: 'completed' as const,
        })),
      ),
    );
    expect(value?.bars).toHaveLength(40);
    expect(value?.left).toBe(depth - 40);
  });

  it('has nothing to draw in an empty run', async () => {
    expect((await timelineOf(runOf([]))).value).toBeUndefined();
  });
});
