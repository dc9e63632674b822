import { describe, expect, it } from 'vitest';
import { comprehensiveDiagnosticAnalysis } from '../comprehensive-diagnostic-analysis.ts';
import { healthyRuns } from './healthy-runs.ts';

const history = [...healthyRuns(400, 1)];
const sorted = (stepId: string, valueOf: (run: (typeof history)[number], index: number) => number): number[] => {
  const index = comprehensiveDiagnosticAnalysis.steps.findIndex(({ id }) => id === stepId);
  return history.map((run) => valueOf(run, index)).toSorted((a, b) => a - b);
};

describe('healthyRuns', () => {
  it('is the same history for the same seed, and another one for another', () => {
    expect([...healthyRuns(3, 7)]).toEqual([...healthyRuns(3, 7)]);
    expect([...healthyRuns(3, 7)][0].executions).not.toEqual([...healthyRuns(3, 8)][0].executions);
    expect(new Set(history.map(({ id }) => id)).size).toBe(400);
  });

  it('completes every step', () => {
    expect(history.every(({ executions }) => executions.length === 9)).toBe(true);
    expect(history.flatMap(({ executions }) => executions).every(({ status }) => status === 'completed')).toBe(true);
  });

  // 400 draws: the 5 % and 95 % quantiles of the sample median and 95th percentile lie well within these bounds.
  it.each(comprehensiveDiagnosticAnalysis.steps.map(({ id, baseline }) => [id, baseline['durationMs']] as const))(
    'takes the declared time for %s: median within 10 %%, 95th percentile within 15 %%',
    (stepId, { p50, p95 }) => {
      const durations = sorted(stepId, ({ executions }, index) => executions[index].endMs! - executions[index].startMs);
      expect(Math.abs(durations[200] / p50! - 1)).toBeLessThan(0.1);
      expect(Math.abs(durations[380] / p95! - 1)).toBeLessThan(0.15);
    },
  );

  it.each(comprehensiveDiagnosticAnalysis.steps.map(({ id, baseline }) => [id, baseline['memoryMiB'].mean!] as const))(
    'takes the declared memory for %s: median within 2 %%',
    (stepId, mean) => {
      const memory = sorted(stepId, ({ executions }, index) => executions[index].metrics['memoryMiB']);
      expect(Math.abs(memory[200] / mean - 1)).toBeLessThan(0.02);
    },
  );
});

/** How many different inputs a step was given. */
const inputsOf = (stepId: string): number =>
  new Set(
    history.map(({ executions }) => JSON.stringify(executions.find((execution) => execution.stepId === stepId)?.input)),
  ).size;

describe('the patients of healthyRuns', () => {
  // Asked 400 times with a chance of 0.3 to ask again: three standard deviations are 0.07.
  it('have the literature asked in three cases of ten what it was asked before', () => {
    expect(Math.abs(1 - inputsOf('medical_literature_consultation') / 400 - 0.3)).toBeLessThan(0.07);
  });

  it('get the same answer to the same question from the literature, and their own from the diagnosis', () => {
    const answers = new Map<string, Set<string>>();
    for (const { executions } of history)
      for (const { stepId, input, output } of executions) {
        const question = JSON.stringify([stepId, input]);
        answers.set(question, (answers.get(question) ?? new Set()).add(JSON.stringify(output)));
      }
    const ambiguous = new Set(
      [...answers].filter(([, given]) => given.size > 1).map(([question]) => (JSON.parse(question) as string[])[0]),
    );
    expect([...ambiguous]).toEqual(['differential_diagnosis']);
  });

  it('are new to every other step', () => {
    const known = ['medical_literature_consultation', 'differential_diagnosis'];
    const others = comprehensiveDiagnosticAnalysis.steps.filter(({ id }) => !known.includes(id));
    for (const { id } of others) expect([id, inputsOf(id)]).toEqual([id, 400]);
  });
});
