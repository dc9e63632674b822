import { executionOf, runOf } from '@faultline/plugin-testkit';
import { describe, expect, it } from 'vitest';
import { definePlugin } from '../plugin/plugin.ts';
import { defineFailureRule, defineValidator } from '../plugin/rule.ts';
import { AnalysisEngine } from './engine.ts';
import type { EngineConfigInput } from './config.ts';

const shared = { description: 'Fails.', severity: 'error', messages: { failed: 'It failed.' } } as const;
const symptom = defineValidator({
  ...shared,
  id: 'acme/symptom',
  yieldsTo: ['failure-rule'],
  validate: (run, { report }) => report({ messageId: 'failed', at: run.executions.slice(0, 1) }),
});
const run = runOf([executionOf({ id: 'a' }), executionOf({ id: 'b' })]);

/** The severity of the symptom, where a failure rule speaks of the execution at an index. */
async function severityBeside(index: number, severity: 'error' | 'warning', rules?: EngineConfigInput['rules']) {
  const cause = defineFailureRule({
    ...shared,
    id: 'acme/cause',
    diagnose: ({ executions }, { report }) =>
      report({ messageId: 'failed', at: executions.slice(index, index + 1), severity, confidence: 1, causes: [] }),
  });
  const engine = new AnalysisEngine([definePlugin({ name: 'acme', rules: [symptom, cause] })], rules && { rules });
  const { findings } = await engine.analyze(run);
  return findings.find(({ ruleId }) => ruleId === 'acme/symptom')?.severity;
}

describe('a rule that yields', () => {
  it('speaks as it is where nobody else tells', async () => {
    const engine = new AnalysisEngine([definePlugin({ name: 'acme', rules: [symptom] })]);
    expect((await engine.analyze(run)).findings).toMatchObject([{ severity: 'error' }]);
    expect(await severityBeside(1, 'error')).toBe('error');
  });

  it('becomes a note beside a finding of the same execution that is as severe', async () => {
    expect(await severityBeside(0, 'error')).toBe('info');
    expect(await severityBeside(0, 'warning')).toBe('error');
  });

  it('keeps the severity that was configured', async () => {
    expect(await severityBeside(0, 'error', { 'acme/symptom': 'error' })).toBe('error');
  });
});
