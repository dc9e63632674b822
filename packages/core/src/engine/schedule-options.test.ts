import { criticalPath } from '@faultline/graph';
import { gantt } from '@faultline/plugin-testkit';
import { describe, expect, it } from 'vitest';
import { AnalysisEngine } from './engine.ts';
import { engineConfigSchema, type EngineConfigInput } from './config.ts';
import { scheduleOptionsFrom } from './schedule-options.ts';

const optionsOf = (schedule: EngineConfigInput['schedule']) =>
  scheduleOptionsFrom(engineConfigSchema.parse(schedule === undefined ? {} : { schedule }));

describe('the schedule of a configuration', () => {
  it.each([
    ['nothing', undefined, undefined],
    ['what is usual anyway', { overflow: 'clip', overlapToleranceMs: 0 }, undefined],
    ['detached overflow', { overflow: 'detach' }, { overflow: 'detach' }],
    ['milliseconds', { overlapToleranceMs: 0.5 }, { overflow: 'clip', overlapTolerance: { ns: 500_000 } }],
    ['a share', { overlapToleranceShare: 0.01 }, { overflow: 'clip', overlapTolerance: { shareOfParent: 0.01 } }],
  ] as const)('may say %s', (_what, schedule, options) => {
    expect(optionsOf(schedule)).toEqual(options);
  });

  it.each([
    { overlapToleranceMs: 1, overlapToleranceShare: 0.1 },
    { overlapToleranceMs: -1 },
    { overlapToleranceShare: 1.1 },
    { overflow: 'stretch' },
    { overlap: 1 },
  ])('is refused: %j', (schedule) => {
    expect(engineConfigSchema.safeParse({ schedule }).success).toBe(false);
  });

  const run = gantt`
    fetch: ====
    parse:    ====
  `;
  const isParseAfterFetch = (config: EngineConfigInput): boolean =>
    criticalPath(new AnalysisEngine([], config).viewOf(run)).node.includes(0);

  it('is that of the views of an engine, at the tolerance and to one side', () => {
    expect(isParseAfterFetch({})).toBe(false);
    expect(isParseAfterFetch({ schedule: { overlapToleranceMs: 0.999 } })).toBe(false);
    expect(isParseAfterFetch({ schedule: { overlapToleranceMs: 1 } })).toBe(true);
  });

  it('leaves a view as it is where it says nothing', () => {
    expect(new AnalysisEngine([]).viewOf(run).options).toBeUndefined();
  });
});
