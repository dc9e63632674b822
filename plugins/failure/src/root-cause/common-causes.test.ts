import { viewOf } from '@faultline/core';
import type { Run } from '@faultline/model';
import { executionOf, runOf } from '@faultline/plugin-testkit';
import { describe, expect, it } from 'vitest';
import { placeText, reasonsText } from './candidate-text.ts';
import { rootCauses } from './root-causes.ts';
import type { Surprise } from './surprise.ts';

const steps = ['plan', 'search', 'read', 'draft', 'check', 'send'];
const asUsual: Surprise = { own: 1, wait: 1, time: 1, says: '', saysOfTime: '' };
const slow = (p: number): Surprise => ({ ...asUsual, own: p, time: p, says: 'took long', saysOfTime: 'took 9 s' });

/** One step after the other; those named call the model "m". */
const runWith = (callers: readonly string[] = []): Run =>
  runOf(
    steps.map((stepId, at) =>
      executionOf({
        id: stepId,
        stepId,
        startMs: at,
        endMs: at + 1,
        ...(callers.includes(stepId) && { attributes: { model: 'm' } }),
      }),
    ),
    { status: 'completed' },
  );

const causesOf = (run: Run, slowSteps: readonly string[], { p = 0.003, correlation = 0.1 } = {}) =>
  rootCauses(viewOf(run), {
    hasHistory: true,
    surpriseOf: ({ stepId }) => (slowSteps.includes(stepId) ? slow(p) : asUsual),
    failureRateOf: () => 0.01,
    correlationOf: () => correlation,
    findings: { at: () => [] },
  });

const kindsOf = ({ roots }: ReturnType<typeof causesOf>): string[] => roots.map(({ place }) => place.kind);

describe('a common cause', () => {
  it('is what all steps share, where most of them are slow: one fault, not many', () => {
    const causes = causesOf(runWith(), ['plan', 'search', 'read', 'check', 'send']);
    expect(kindsOf(causes)).toEqual(['surroundings']);
    const [root] = causes.roots;
    expect(root.probability).toBeGreaterThan(0.9);
    expect(root.execution).toBeUndefined();
    expect(placeText(root.place)).toBe('something that all steps share outside of the trace (host, load, day)');
    expect(reasonsText(root)).toBe('it made 5 of 6 steps slow, most of all "plan", which took 9 s');
  });

  it('is the model that all slow steps call, and no other does', () => {
    const callers = ['search', 'read', 'draft'];
    const causes = causesOf(runWith(callers), callers);
    expect(kindsOf(causes)).toEqual(['model']);
    expect(placeText(causes.roots[0].place)).toBe('the model "m"');
    expect(reasonsText(causes.roots[0])).toBe('it made 3 of 3 steps slow, most of all "search", which took 9 s');
  });

  it('is not the model, where those that do not call it are slow as well', () => {
    expect(kindsOf(causesOf(runWith(['search', 'read', 'draft']), steps))).toEqual(['surroundings']);
  });

  it('is no candidate where a third of the steps are slow, or two', () => {
    const { candidates } = causesOf(runWith(), ['plan', 'search'], { p: 1e-6 });
    expect(candidates.map(({ place }) => place.kind)).not.toContain('surroundings');
  });

  it('explains a step that is far slower than the others, of which it is one', () => {
    const { roots } = rootCauses(viewOf(runWith()), {
      hasHistory: true,
      surpriseOf: ({ stepId }) => slow(stepId === 'draft' ? 1e-5 : 1e-3),
      failureRateOf: () => 0.01,
      correlationOf: () => 0.1,
      findings: { at: () => [] },
    });
    expect(roots.map(({ place }) => place.kind)).toEqual(['surroundings']);
  });

  it('is less of a surprise where steps are slow together in usual runs', () => {
    const mildly = { p: 0.03 };
    const independent = causesOf(runWith(), steps, mildly);
    const alike = causesOf(runWith(), steps, { ...mildly, correlation: 0.9 });
    expect(kindsOf(independent)).toEqual(['surroundings']);
    expect(alike.roots).toEqual([]);
    expect(alike.nowhere).toBeGreaterThan(independent.nowhere);
  });

  it('works for names that objects have', () => {
    const run = runOf(
      ['__proto__', 'constructor', 'read'].map((stepId) =>
        executionOf({ id: stepId, stepId, startMs: 0, endMs: 1, attributes: { 'service.name': '__proto__' } }),
      ),
      { status: 'completed' },
    );
    const { candidates } = causesOf(run, ['__proto__', 'constructor', 'read']);
    expect(candidates[0].place).toMatchObject({ kind: 'service', name: '__proto__' });
  });
});
