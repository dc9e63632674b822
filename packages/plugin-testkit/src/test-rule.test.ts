import { z } from 'zod';
import { defineDetector, defineFailureRule, defineOptimizer, defineValidator } from '@faultline/core';
import { criticalPath } from '@faultline/graph';
import { gantt, testRule } from './index.ts';

const definition = {
  id: 'drawn',
  steps: [
    { id: 'fetch', type: 'tool' },
    { id: 'mail', dependencies: [{ on: 'fetch' }] },
  ],
} as const;

const neverRan = defineValidator({
  id: 'kit/never-ran',
  description: 'Names steps that never ran.',
  severity: 'error',
  messages: { missing: 'Step "{{step}}" never ran.' },
  validate(run, { report }) {
    for (const step of run.definition?.steps ?? [])
      if (run.executionsOf(step.id).length === 0) report({ messageId: 'missing', at: [step], data: { step: step.id } });
  },
});
testRule(neverRan, {
  valid: [
    { name: 'no definition', run: gantt`fetch: ==` },
    {
      name: 'all steps ran',
      definition,
      run: gantt`
        fetch: ==
        mail :   = <- fetch
      `,
    },
  ],
  invalid: [
    {
      name: 'a declared step is missing',
      definition,
      run: gantt`fetch: ==`,
      findings: [{ messageId: 'missing', at: ['mail'], data: { step: 'mail' } }],
      message: 'Step "mail" never ran.',
    },
  ],
});

const slow = defineDetector({
  id: 'kit/slow',
  description: 'Reports long executions.',
  severity: 'warning',
  options: z.strictObject({ mostMs: z.number().default(3).describe('Longest time in milliseconds.') }),
  messages: { slow: 'Step "{{step}}" took {{took:ms}}.' },
  detect(run, { options, report }) {
    for (const execution of run.executions) {
      const took = run.durationMs(execution);
      if (took > options.mostMs)
        report({ messageId: 'slow', at: [execution], score: took, data: { step: execution.stepId, took } });
    }
  },
});
testRule(slow, {
  valid: [{ name: 'at the threshold', options: { mostMs: 2 }, run: gantt`fetch: ==` }],
  invalid: [
    {
      name: 'above the threshold',
      options: { mostMs: 2 },
      run: gantt`fetch: ===`,
      findings: [{ messageId: 'slow', at: ['fetch'], data: { took: 3 }, score: 3 }],
    },
  ],
});

const decisive = defineFailureRule({
  id: 'kit/decisive-failure',
  description: 'Names failed attempts on the critical path.',
  severity: 'error',
  messages: { decisive: 'Step "{{step}}" failed and held up the run for {{lost:ms}}.' },
  diagnose(run, { earlier, report }) {
    const { isOnPath } = criticalPath(run);
    for (const failed of run.failed) {
      if (isOnPath[run.nodeOf(failed)] !== 1) continue;
      const confidence = earlier.at(failed).length > 0 ? 1 : 0.5;
      const data = { step: failed.stepId, lost: run.durationMs(failed) };
      report({ messageId: 'decisive', at: [failed], confidence, causes: [failed], data });
    }
  },
});
testRule(decisive, {
  valid: [
    {
      name: 'a failure that nobody waited for',
      run: gantt`
        fetch: =====
        mail : =x
      `,
    },
  ],
  invalid: [
    {
      name: 'a failed attempt before the one that succeeded',
      earlier: [{ kind: 'detector', ruleId: 'kit/slow', at: ['fetch'] }],
      run: gantt`
        fetch  : =x
        fetch#2:   ==
      `,
      findings: [{ messageId: 'decisive', at: ['fetch'], data: { lost: 2 }, confidence: 1, causes: ['fetch'] }],
    },
  ],
});

const cache = defineOptimizer({
  id: 'kit/cache',
  description: 'Suggests a cache for everything.',
  severity: 'info',
  messages: { cache: 'Caching "{{step}}" would save {{saved:ms}}.' },
  optimize(run, { report }) {
    for (const execution of run.executions) {
      const saved = run.durationMs(execution);
      const impact = { basis: 'prior', savesMs: { low: 0, expected: saved / 2, high: saved } } as const;
      report({ messageId: 'cache', at: [execution], impact, data: { step: execution.stepId, saved } });
    }
  },
});
testRule(cache, {
  valid: [{ name: 'nothing ran', run: { ...gantt`fetch: =`, executions: [] } }],
  invalid: [
    {
      name: 'something ran',
      run: gantt`fetch: ==`,
      findings: [{ messageId: 'cache', at: ['fetch'], impact: { basis: 'prior' } }],
    },
  ],
});
