import { viewOf } from '@faultline/core';
import type { Run } from '@faultline/model';
import { gantt } from '@faultline/plugin-testkit';
import { describe, expect, it } from 'vitest';
import type { RootCandidate, RootCauses } from '../root-cause/root-causes.ts';
import { weakPoints } from './weak-points.ts';

const undecided: RootCauses = { roots: [], candidates: [], nowhere: 0, outside: 0 };
const clue = { node: 0, says: 'completed without output', asRoot: 2, asVictim: 0, evidence: [] };

/** A diagnosis that blames steps with probabilities. */
function blaming(run: Run, probabilities: Readonly<Record<string, number>>, clues = [clue]): RootCauses {
  const view = viewOf(run);
  const candidates = Object.entries(probabilities).map(([stepId, probability]): RootCandidate => ({
    place: { kind: 'step', stepId, item: 0 },
    execution: view.executionsOf(stepId)[0],
    probability,
    clues,
  }));
  return { roots: candidates.filter(({ probability }) => probability >= 0.5), candidates, nowhere: 0, outside: 0 };
}

const pointsOf = (run: Run, diagnosis = undecided) =>
  weakPoints(viewOf(run), diagnosis).map(({ stepId, kind, victimId }) => [stepId, kind, victimId]);

const corrupted = gantt`
  lab     : ====
  diagnose:     ==x  <- lab  { failure: data_quality_issue }
  treat   :        / <- diagnose
`;

describe('weakPoints', () => {
  it('are where failures began, not what these took down', () => {
    const run = gantt`
      fetch: ==x          { failure: timeout }
      parse:    =x        <- fetch { failure: dependency_failure }
      rank :      /       <- parse
    `;
    expect(pointsOf(run)).toEqual([['fetch', 'failure', undefined]]);
  });

  it('are none where everything was mended', () => {
    const run = gantt`
      fetch  : ==x
      fetch#2:     ==
    `;
    expect(pointsOf(run)).toEqual([]);
  });

  it('are one step for all its items and attempts', () => {
    const run = gantt`
      map[a]  : ==x
      map[a]#2:     ==x
      map[b]  : ==x
    `;
    const [point] = weakPoints(viewOf(run), undecided);
    expect(point).toMatchObject({ stepId: 'map', failedAttempts: 2 });
    expect(point?.executions.map(({ id }) => id).toSorted()).toEqual(['map[a]', 'map[a]#2', 'map[b]']);
  });

  it('are the completed step that is blamed, instead of the one that failed of its output', () => {
    expect(pointsOf(corrupted, blaming(corrupted, { lab: 0.9, diagnose: 0.05 }))).toEqual([
      ['lab', 'output', 'diagnose'],
    ]);
    expect(pointsOf(corrupted, blaming(corrupted, { lab: 0.6, diagnose: 0.3 }))).toEqual([
      ['lab', 'output', 'diagnose'],
      ['diagnose', 'failure', undefined],
    ]);
  });

  it('are not what nobody saw anything at, nor what is hardly suspected', () => {
    const failed = [['diagnose', 'failure', undefined]];
    expect(pointsOf(corrupted, blaming(corrupted, { lab: 0.4, diagnose: 0.5 }, []))).toEqual(failed);
    expect(pointsOf(corrupted, blaming(corrupted, { lab: 0.19, diagnose: 0.8 }))).toEqual(failed);
  });

  it('are the three most probable', () => {
    const run = gantt`
      a: ==x
      b: ==x
      c: ==x
      d: ==x
    `;
    const chosen = pointsOf(run, blaming(run, { d: 0.4, b: 0.3, a: 0.2 })).map(([stepId]) => stepId);
    expect(chosen).toEqual(['d', 'b', 'a']);
  });
});
