import { describe, expect, it } from 'vitest';
import { defineWorkflow, viewOf } from '@faultline/core';
import type { Finding, Run } from '@faultline/model';
import { gantt } from '@faultline/plugin-testkit';
import type { ClueSources } from './clues.ts';
import { rootCauses, type RootCandidate } from './root-causes.ts';
import type { Surprise } from './surprise.ts';

const nothingSeen: ClueSources = {
  hasHistory: false,
  surpriseOf: () => undefined,
  failureRateOf: () => undefined,
  correlationOf: () => 0.1,
  findings: { at: () => [] },
};

const causesOf = (run: Run, sources: Partial<ClueSources> = {}) =>
  rootCauses(viewOf(run), { ...nothingSeen, ...sources });

const nameOf = ({ place }: RootCandidate): string => (place.kind === 'step' ? place.stepId : place.name);
const namesOf = (candidates: readonly RootCandidate[]): string[] => candidates.map(nameOf);

/** What was compared with history: by step, p-values of its own doing and of its waiting. */
const surprises =
  (bySteps: Readonly<Record<string, Partial<Surprise>>>): ClueSources['surpriseOf'] =>
  ({ stepId }) => ({ own: 1, wait: 1, time: 1, says: '', saysOfTime: '', ...bySteps[stepId] });

const found = (ruleId: Finding['ruleId'], executionIds: readonly string[]): ClueSources['findings'] => ({
  at: (place) =>
    'startMs' in place && executionIds.includes(place.id)
      ? [
          {
            id: 'f',
            ruleId,
            messageId: 'm',
            message: `${ruleId}.`,
            severity: 'error',
            stepIds: [],
            executionIds,
            startMs: 0,
            data: {},
            evidence: [],
            kind: 'validator',
          },
        ]
      : [],
});

describe('rootCauses', () => {
  it('names the failure that took down the others', () => {
    const run = gantt`
      fetch: ==
      parse:   ==x         <- fetch  { failure: timeout }
      rank :      =x       <- parse  { failure: dependency_failure }
      mail :        /      <- rank
    `;
    const { roots, nowhere } = causesOf({ ...run, status: 'failed' });
    expect(namesOf(roots)).toEqual(['parse']);
    expect(roots[0].probability).toBeGreaterThan(0.9);
    expect(roots[0].clues[0].says).toBe('took too long and was given up (timeout)');
    expect(nowhere).toBeLessThan(0.01);
  });

  it('looks behind a failure that says that its data were bad', () => {
    const run = gantt`
      lab     : ==
      diagnose:   =x   <- lab  { failure: data_quality_issue }
    `;
    const lab = run.executions[0].id;
    const { roots } = causesOf({ ...run, status: 'failed' }, { findings: found('integrity/missing-output', [lab]) });
    expect(namesOf(roots)).toEqual(['lab']);
  });

  it('blames a called step before its caller', () => {
    const run = gantt`
      agent  : =====x  { failure: logic_error }
        tool :  ==x    { failure: external_service_error }
    `;
    expect(namesOf(causesOf({ ...run, status: 'failed' }).roots)).toEqual(['tool']);
  });

  it('adds up the attempts at a step', () => {
    const run = gantt`
      search  : =x        { failure: external_service_error }
      search#2:   =x      { failure: external_service_error }
      answer  :     =x    <- search#2 { failure: dependency_failure }
    `;
    const { candidates } = causesOf({ ...run, status: 'failed' });
    expect(namesOf(candidates)).toEqual(['search', 'answer']);
    expect(candidates[0].execution!.attempt).toBe(1);
  });

  it('names what the run failed of before a failed leaf that nothing needs', () => {
    const run = gantt`
      advert  : =x        { failure: external_service_error }
      advert#2:  =x       { failure: external_service_error }
      fetch   : ==
      store   :   ==x     <- fetch  { failure: validation_error }
    `;
    expect(namesOf(causesOf({ ...run, status: 'failed' }).roots)[0]).toBe('store');
  });

  it('blames a step that fails for each of its items, not one of them, nor who called it', () => {
    const run = gantt`
      agent      : =====x
        tool[a]  :  =x     { failure: logic_error }
        tool[b]  :  ==x    { failure: logic_error }
        tool[c]  :  ===x   { failure: logic_error }
    `;
    const [root] = causesOf({ ...run, status: 'failed' }).roots;
    expect(root?.place).toEqual({ kind: 'step', stepId: 'tool', item: 0 });
  });

  it.each([
    [
      'was cut off',
      gantt`
      agent : =========x     { failure: timeout }
        plan:  =
        tool:   =======x     { failure: cancelled }
    `,
    ],
    [
      'completed later',
      gantt`
      agent : =========x     { failure: timeout }
        plan:  =
        tool:   ===========
    `,
    ],
  ])('blames a call that its caller timed out waiting for: it %s', (_name, run) => {
    expect(namesOf(causesOf({ ...run, status: 'failed' }).roots)).toEqual(['tool']);
  });

  it('blames a call that was never closed, because of which its caller timed out', () => {
    const run = gantt`
      agent : =========x     { failure: timeout }
        plan:  =
        tool:   =======
    `;
    const executions = run.executions.map(({ endMs, ...rest }) =>
      rest.stepId === 'tool'
        ? { ...rest, status: 'running' as const }
        : { ...rest, ...(endMs !== undefined && { endMs }) },
    );
    expect(namesOf(causesOf({ ...run, executions, status: 'failed' }).roots)).toEqual(['tool']);
  });

  it('finds two faults that do not explain each other', () => {
    const run = gantt`
      a: =x      { failure: timeout }
      b: ==
      c:   =x    <- b  { failure: timeout }
    `;
    expect(namesOf(causesOf({ ...run, status: 'failed' }).roots).toSorted()).toEqual(['a', 'c']);
  });

  it('finds a slow step by its own time, whatever waits for it', () => {
    const run = gantt`
      fetch: ====
      parse:     ==    <- fetch
    `;
    const { roots, nowhere } = causesOf(run, { surpriseOf: surprises({ fetch: { own: 1e-8, says: 'took long' } }) });
    expect(namesOf(roots)).toEqual(['fetch']);
    expect(roots[0].clues[0].says).toBe('took long');
    expect(nowhere).toBeLessThan(0.1);
  });

  it('abstains where nothing speaks for a fault', () => {
    const run = gantt`
      fetch: ====
      parse:     ==    <- fetch
    `;
    const { roots, nowhere } = causesOf(run, { surpriseOf: surprises({ fetch: { own: 0.04 } }) });
    expect(roots).toEqual([]);
    expect(nowhere).toBeGreaterThan(0.9);
  });

  it('does not take a failure for the cause of what succeeded when it was tried again', () => {
    const run = gantt`
      fetch  : =x        { failure: external_service_error }
      fetch#2:   ==
      parse  :     =x    <- fetch#2 { failure: logic_error }
    `;
    expect(nameOf(causesOf({ ...run, status: 'failed' }).candidates[0])).toBe('parse');
  });

  it('blames what several slow steps share before each of them', () => {
    const run = gantt`
      a: ====
      b:     ====   <- a
      c:         =  <- b
    `;
    const definition = defineWorkflow({
      id: run.workflowId,
      steps: {
        a: { resources: { gpus: 1 } },
        b: { resources: { gpus: 1 }, needs: ['a'] },
        c: { needs: ['b'] },
      },
    });
    const slow = { own: 1e-5, time: 1e-5, says: 'was slow', saysOfTime: 'was slow' };
    const { roots } = rootCauses(viewOf(run, definition), {
      ...nothingSeen,
      surpriseOf: surprises({ a: slow, b: slow }),
    });
    expect(roots[0].place).toMatchObject({ kind: 'resource', name: 'gpus' });
    expect(roots[0].clues[0].says).toBe('slowed "a", which was slow, and slowed "b", which was slow');
  });

  it('does not take what steps used of a resource for a sign that it is slow', () => {
    const run = gantt`
      a: ====
      b:     ====   <- a
    `;
    const resources = { gpus: 1 };
    const definition = defineWorkflow({
      id: run.workflowId,
      steps: { a: { resources }, b: { resources, needs: ['a'] } },
    });
    const surpriseOf = surprises({ a: { own: 1e-8, says: 'used 2 GPUs of capacity' } });
    const { roots } = rootCauses(viewOf(run, definition), { ...nothingSeen, surpriseOf });
    expect(roots.map(({ place }) => place.kind)).toEqual(['step']);
  });

  it('blames nobody for what was skipped without a failure: that was decided', () => {
    const run = gantt`
      route : ==
      left  :   ==    <- route
      right :   /     <- route
      right2:   /     <- route
      right3:   /     <- route
    `;
    const { roots, nowhere } = causesOf({ ...run, status: 'completed' });
    expect(roots).toEqual([]);
    expect(nowhere).toBeGreaterThan(0.8);
  });

  it('blames nobody for what was cancelled from outside', () => {
    const run = gantt`
      done: ==
      a   :   ==x   <- done  { failure: cancelled }
      b   :   ==x   <- done  { failure: cancelled }
      c   :   ==x   <- done  { failure: cancelled }
    `;
    const { roots, outside } = causesOf({ ...run, status: 'failed' });
    expect(roots).toEqual([]);
    expect(outside).toBeGreaterThan(0.9);
  });

  it('names nothing in a failed run that shows nothing', () => {
    const { roots, outside } = causesOf({ ...gantt`answer: ==`, status: 'failed' });
    expect(roots).toEqual([]);
    expect(outside).toBeGreaterThan(0.5);
  });

  it('blames what hung before the caller that gave up waiting for it', () => {
    const run = gantt`
      agent   : ==========x  { failure: timeout }
        search:  =========x  { failure: cancelled }
    `;
    const { roots } = causesOf({ ...run, status: 'failed' });
    expect(namesOf(roots)).toEqual(['search']);
    expect(roots[0].clues[0].says).toBe('was still at work when its caller gave up');
  });

  it('names no failure that was mended in a run that completed', () => {
    const run = gantt`
      fetch  : =x        { failure: external_service_error }
      fetch#2:   ==
      parse  :     ==    <- fetch#2
    `;
    expect(causesOf({ ...run, status: 'completed' }).roots).toEqual([]);
  });

  it('blames what never ended before whatever a failed run does not show, and the call before its caller', () => {
    const hung = gantt`
      plan    : ==
      search  :   =====>    <- plan
        lookup:    ====>
      answer  :        /    <- search
    `;
    const { roots } = causesOf({ ...hung, status: 'failed' });
    expect(namesOf(roots)).toEqual(['lookup']);
    expect(roots[0].clues[0].says).toBe('had not ended when the run failed');
  });

  it('blames what was still open for nothing where a failure ended the run', () => {
    const left = gantt`
      fetch: ==x       { failure: external_service_error }
      scan : ====>
    `;
    expect(namesOf(causesOf({ ...left, status: 'failed' }).roots)).toEqual(['fetch']);
  });

  it('blames whoever stood in a queue of its own far longer than usual, not who called it', () => {
    const run = gantt`
      desk     : ============
        approve:   --------==
    `;
    const surpriseOf = surprises({ approve: { wait: 1e-7, says: 'waited 8 ms, usually 1 ms to 2 ms' } });
    const { roots } = causesOf(run, { hasHistory: true, surpriseOf });
    expect(namesOf(roots)).toEqual(['approve']);
    expect(roots[0].clues[0].says).toBe('waited 8 ms, usually 1 ms to 2 ms');
  });

  it('takes a queue for no fault where it is not known what is usual', () => {
    const run = gantt`
      a: ==
      b:   ==
      c:     ==
    `;
    const queued = { ...run, executions: run.executions.map((one) => ({ ...one, queuedMs: run.startMs })) };
    const needsGpu = { resources: { gpus: 1 } };
    const definition = defineWorkflow({ id: run.workflowId, steps: { a: needsGpu, b: needsGpu, c: needsGpu } });
    expect(rootCauses(viewOf(queued, definition), nothingSeen).roots).toEqual([]);
  });

  it('gives joint probabilities, which never rise', () => {
    const run = gantt`
      a: =x      { failure: timeout }
      b: ==
      c:   =x    <- b  { failure: timeout }
    `;
    const [first, second] = causesOf({ ...run, status: 'failed' }).roots;
    expect(second.probability).toBeLessThanOrEqual(first.probability);
    expect(second.probability).toBeGreaterThan(0.5);
  });

  it('does not blame a call that its caller went on after, for what the caller failed of later', () => {
    const run = gantt`
      agent  : =========x  { failure: logic_error }
        tool :  =x         { failure: external_service_error }
        model:     ===
    `;
    expect(nameOf(causesOf({ ...run, status: 'failed' }).candidates[0])).toBe('agent');
  });
});
