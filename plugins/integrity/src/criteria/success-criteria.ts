import { defineValidator, firstPlaces, listed, measured, type RunView } from '@faultline/core';
import { finalAttempts, outcomeOf } from '@faultline/facts';
import { among, worstByStep, type Offence } from '../worst-by.ts';

/** Reports runs that miss what their definition calls a success. */
export const successCriteria = defineValidator({
  id: 'integrity/success-criteria',
  description:
    'Reports runs that miss a success criterion: total duration, critical steps that completed, data quality.',
  advice: 'Find out what made the run miss its criterion; until then do not count it as a success.',
  severity: 'error',
  messages: {
    duration: 'The run took {{took:ms}}; at most {{most:ms}} is allowed.',
    critical:
      '{{completed:count}} of {{ended:count}} critical steps completed ({{rate:share}}); at least {{least:share}} is required. Failed: {{failed}}.',
    runQuality: 'The data quality of the run is {{quality:share}}; at least {{least:share}} is required.',
    stepQuality:
      'The data quality of step "{{step}}" is {{quality:share}}; at least {{least:share}} is required{{among}}.',
  },
  validate(run, { report }) {
    if (run.definition === undefined) return;
    const { maxDurationMs, minCriticalSuccessRate, minDataQuality } = run.definition.successCriteria;

    const took = run.untilMs - run.startMs;
    if (maxDurationMs !== undefined && took > maxDurationMs)
      report({
        messageId: 'duration',
        at: [],
        data: { took, most: maxDurationMs },
        evidence: [measured('durationMs', took, 'ms')],
      });

    const { completed, failed } = criticalSteps(run);
    const ended = completed.length + failed.length;
    if (minCriticalSuccessRate !== undefined && ended > 0 && completed.length < minCriticalSuccessRate * ended)
      report({
        messageId: 'critical',
        at: firstPlaces(failed.flatMap((id) => finalAttempts(run).get(id) ?? [])),
        data: {
          completed: completed.length,
          ended,
          rate: completed.length / ended,
          least: minCriticalSuccessRate,
          failed: listed(failed),
        },
        evidence: [measured('criticalSuccessRate', completed.length / ended, 'share')],
      });

    if (minDataQuality === undefined) return;
    const quality = run.metrics['dataQuality'];
    if (quality !== undefined && quality < minDataQuality)
      report({
        messageId: 'runQuality',
        at: [],
        data: { quality, least: minDataQuality },
        evidence: [measured('dataQuality', quality, 'share')],
      });
    for (const [step, { worst, count, executions }] of worstByStep(poorData(run, minDataQuality)))
      report({
        messageId: 'stepQuality',
        at: executions,
        data: { step, quality: -worst.excess, least: minDataQuality, among: among(count) },
        evidence: [measured('dataQuality', -worst.excess, 'share', worst.execution)],
      });
  },
});

/** Steps whose failure is not tolerated, as far as they ran to an end. */
function criticalSteps(run: RunView): Record<'completed' | 'failed', readonly string[]> {
  const critical = (run.definition?.steps ?? []).filter(({ failureTolerance }) => failureTolerance === 'low');
  const ids = critical.map(({ id }) => id);
  return {
    completed: ids.filter((id) => outcomeOf(run, id) === 'completed'),
    failed: ids.filter((id) => outcomeOf(run, id) === 'failed'),
  };
}

function* poorData(run: RunView, least: number): Generator<Offence> {
  for (const execution of run.executions) {
    const quality = execution.metrics['dataQuality'];
    if (quality !== undefined && quality < least) yield { execution, excess: -quality };
  }
}
