import fc from 'fast-check';
import { runSchema, type Json, type Run } from '@faultline/model';

const payload = fc.constantFrom<Json | undefined>(undefined, undefined, 'ok', '', { q: 'cats' }, [], 'Error: no table');

const execution = fc.record({
  step: fc.constantFrom('plan', 'search', 'fetch', 'answer'),
  type: fc.constantFrom('agent', 'llm', 'tool', 'retriever', 'guardrail', 'human'),
  /** Which of those before it called it; the last: nobody did. */
  caller: fc.nat(11),
  isRetry: fc.constantFrom(false, false, true),
  /** In percent of the caller's time, then of what is left of it. */
  start: fc.nat(100),
  length: fc.constantFrom(0, 5, 20, 60, 100, 130),
  status: fc.constantFrom('completed', 'completed', 'completed', 'failed', 'failed', 'retrying', 'skipped', 'running'),
  error: fc.constantFrom<string | undefined>(
    undefined,
    'timeout',
    'validation_error',
    'resource_exhaustion',
    'external_service_error',
    'cancelled',
    'dependency_failure',
  ),
  queuedMs: fc.constantFrom<number | undefined>(undefined, undefined, 0, 3, 40),
  needs: fc.nat(20),
  metrics: fc.constantFrom({}, { memoryMiB: 100, cpuCores: 1 }, { memoryMiB: 700 }, { inputTokens: 9, costUsd: 0.1 }),
  input: payload,
  output: payload,
});

/**
 * Runs as agents leave them: calls inside calls, several attempts at one thing that fail of different things, queues,
 * resources, payloads, what was skipped or never ended.
 */
export const arbitraryAgentRun: fc.Arbitrary<Run> = fc
  .record({
    drawn: fc.array(execution, { maxLength: 12 }),
    status: fc.constantFrom('completed', 'failed', 'running'),
  })
  .map(({ drawn, status }) => {
    const executions: (Record<string, unknown> & { readonly startMs: number; readonly untilMs: number })[] = [];
    const attempts = new Map<string, number>();
    for (const [index, one] of drawn.entries()) {
      const { step, caller, isRetry, start, length, queuedMs, input, output, error, type, metrics } = one;
      const isCalled = caller < index;
      const [fromMs, untilMs] = isCalled ? [executions[caller]!.startMs, executions[caller]!.untilMs] : [0, 1000];
      const startMs = fromMs + ((untilMs - fromMs) * start) / 100;
      const endMs = startMs + ((untilMs - startMs) * length) / 100;
      const series = `${isCalled ? caller : ''} ${step}`;
      const attempt = isRetry ? (attempts.get(series) ?? 0) + 1 : 1;
      attempts.set(series, attempt);
      executions.push({
        id: `e${index}`,
        stepId: step,
        item: '',
        attempt,
        type,
        metrics,
        startMs,
        untilMs: endMs,
        status: one.status,
        ...(one.status !== 'running' && { endMs: one.status === 'skipped' ? startMs : endMs }),
        ...(isCalled && { parentId: `e${caller}` }),
        ...(one.status === 'failed' && error !== undefined && { error: { type: error } }),
        ...(queuedMs !== undefined && { queuedMs: startMs - queuedMs }),
        ...(input !== undefined && { input }),
        ...(output !== undefined && { output }),
      });
    }
    const edges = drawn.flatMap(({ needs }, index) =>
      needs < index ? [{ from: `e${needs}`, to: `e${index}`, origin: 'dataflow' as const }] : [],
    );
    return runSchema.parse({
      id: 'agent-run',
      workflowId: 'drawn',
      status,
      startMs: 0,
      ...(status !== 'running' && { endMs: 1000 }),
      executions: executions.map(({ untilMs: _untilMs, ...rest }) => rest),
      edges,
    });
  });
