import { describe, expect, expectTypeOf, it } from 'vitest';
import { z } from 'zod';
import { viewOf } from '../run/run-view.ts';
import { runOf } from '@faultline/plugin-testkit';
import { defineWorkflow } from './define-workflow.ts';
import { definePlugin } from './plugin.ts';
import { defineReporter } from './reporter.ts';
import { defineDetector, defineFailureRule, defineOptimizer, type ReportOf } from './rule.ts';

// Each line under a @ts-expect-error must not compile: what an author gets wrong is found while it is written.

const meta = { description: '', severity: 'info' } as const;
const messages = { slow: 'Step "{{step}}" took {{took:ms}}.', plain: 'Plain.' } as const;
type Reported = ReportOf<'validator', typeof messages>;

const slowStep = defineDetector({ ...meta, id: 'acme/slow-step', messages, detect: () => {} });

const takes = (_report: Reported): void => {};

describe('a report', () => {
  it('names a message of the rule and what its template asks for', () => {
    expectTypeOf<{ messageId: 'slow'; at: []; data: { step: string; took: number } }>().toExtend<Reported>();
    expectTypeOf<{ messageId: 'plain'; at: [] }>().toExtend<Reported>();
  });
  it('does not compile with an unknown message', () => {
    expectTypeOf<{ messageId: 'slo'; at: [] }>().not.toExtend<Reported>();
  });
  it('does not compile without the data, or with half of them', () => {
    expectTypeOf<{ messageId: 'slow'; at: [] }>().not.toExtend<Reported>();
    expectTypeOf<{ messageId: 'slow'; at: []; data: { step: string } }>().not.toExtend<Reported>();
  });
  it('does not compile with a text for a number', () => {
    expectTypeOf<{ messageId: 'slow'; at: []; data: { step: string; took: string } }>().not.toExtend<Reported>();
  });
  it('does not compile with data that the template does not name', () => {
    // @ts-expect-error: "tok" is no placeholder
    takes({ messageId: 'slow', at: [], data: { step: 'fetch', took: 3, tok: 1 } });
    // @ts-expect-error: a plain message takes no data
    takes({ messageId: 'plain', at: [], data: { step: 'fetch' } });
    expect(takes).toBeTypeOf('function');
  });
  it('does not compile without what its kind must add', () => {
    defineOptimizer({
      ...meta,
      id: 'acme/optimizer',
      messages,
      optimize(_run, { report }) {
        // @ts-expect-error: "impact" is missing
        report({ messageId: 'plain', at: [] });
      },
    });
    const rule = defineFailureRule({
      ...meta,
      id: 'acme/failure',
      messages,
      diagnose(_run, { report }) {
        // @ts-expect-error: "causes" is missing
        report({ messageId: 'plain', at: [], confidence: 1 });
      },
    });
    expect(rule.kind).toBe('failure-rule');
  });
});

describe('a rule', () => {
  it('does not compile with an unknown unit', () => {
    const rule = defineDetector({
      ...meta,
      id: 'acme/unit',
      // @ts-expect-error: "sec" is no unit
      messages: { m: 'It took {{took:sec}}.' },
      detect: () => {},
    });
    expect(rule.id).toBe('acme/unit');
  });
  it('does not compile with an option that has no default', () => {
    const options = z.strictObject({ factor: z.number() });
    // @ts-expect-error: every option needs a .default()
    const rule = defineDetector({ ...meta, id: 'acme/default', messages, options, detect: () => {} });
    expect(rule.options.safeParse({}).success).toBe(false);
  });
  it('does not compile with an id that names no plugin', () => {
    // @ts-expect-error: "slow-step" has no "/"
    expect(defineDetector({ ...meta, id: 'slow-step', messages, detect: () => {} }).kind).toBe('detector');
  });
  it('does not compile with the method of another kind', () => {
    // @ts-expect-error: a detector detects
    expect(defineDetector({ ...meta, id: 'acme/wrong', messages, diagnose: () => {} }).kind).toBe('detector');
  });
  it('does not compile where it changes the run', () => {
    const rule = defineDetector({
      ...meta,
      id: 'acme/changes',
      messages,
      detect(run) {
        // @ts-expect-error: executions are read-only
        run.executions.push();
        // @ts-expect-error: so are their fields
        for (const execution of run.executions) execution.startMs = 0;
      },
    });
    expect(rule.evaluate(viewOf(runOf([])), undefined as never)).toBeUndefined();
  });
});

describe('a plugin', () => {
  it('does not compile with a rule of another plugin', () => {
    // @ts-expect-error: "acme/slow-step" does not start with "globex/"
    expect(definePlugin({ name: 'globex', rules: [slowStep] }).name).toBe('globex');
    expect(definePlugin({ name: 'acme', rules: [slowStep] }).name).toBe('acme');
  });
  it('does not compile with a reporter of another plugin', () => {
    const reporter = defineReporter({
      id: 'acme/csv',
      format: 'csv',
      description: '',
      mediaType: 'text/csv',
      options: z.strictObject({}),
      async *render() {
        yield '';
      },
    });
    // @ts-expect-error: "acme/csv" does not start with "globex/"
    expect(definePlugin({ name: 'globex', reporters: [reporter] }).name).toBe('globex');
    expect(definePlugin({ name: 'acme', reporters: [reporter] }).name).toBe('acme');
  });
});

describe('a workflow', () => {
  it('does not compile with a need of a step that it does not have', () => {
    const workflow = defineWorkflow({
      id: 'w',
      steps: {
        fetch: { type: 'tool' },
        // @ts-expect-error: "fetsch" is no step
        parse: { type: 'llm', needs: ['fetsch'] },
      },
    });
    expect(workflow.steps).toHaveLength(2);
  });
  it('takes needs in short and in full', () => {
    const { steps } = defineWorkflow({
      id: 'w',
      steps: {
        fetch: {},
        parse: { needs: ['fetch'] },
        rank: { needs: [{ on: 'parse', dataFlow: ['text'] }, 'fetch'] },
      },
    });
    expect(steps.map(({ dependencies }) => dependencies.map(({ on, dataFlow }) => [on, dataFlow]))).toEqual([
      [],
      [['fetch', []]],
      [
        ['parse', ['text']],
        ['fetch', []],
      ],
    ]);
  });
});
