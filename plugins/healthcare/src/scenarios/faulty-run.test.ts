import { viewOf } from '@faultline/core';
import type { StepExecution } from '@faultline/model';
import { describe, expect, it } from 'vitest';
import { comprehensiveDiagnosticAnalysis } from '../comprehensive-diagnostic-analysis.ts';
import { faults } from './faults.ts';
import { faultyRun } from './faulty-run.ts';
import { healthyRun } from './healthy-run.ts';

const run = faultyRun();
const last = (stepId: string): StepExecution => {
  const attempts = run.executions.filter((execution) => execution.stepId === stepId);
  return attempts.toSorted((a, b) => b.attempt - a.attempt)[0];
};
const endOf = (stepId: string): number => last(stepId).endMs!;
const keysOf = (payload: StepExecution['input']): string[] => Object.keys(payload as object);
const symptoms = last('symptom_analysis');
const labs = last('lab_results_analysis');
const literature = last('medical_literature_consultation');
const diagnosis = last('differential_diagnosis');
const treatment = last('treatment_recommendation');
const validation = last('clinical_validation');
const preprocessing = last('medical_history_preprocessing');
const ingestion = last('patient_data_ingestion');

describe('faultyRun', () => {
  it('is the same every time, and leaves the healthy run alone', () => {
    expect(faultyRun()).toEqual(run);
    expect(healthyRun().executions).toHaveLength(9);
  });

  it.each(faults)('has, on its own in a healthy run: $fault', ({ plant }) => {
    expect(plant(healthyRun())).not.toEqual(healthyRun());
  });

  it('fits the model and says that it completed', () => {
    expect(run.status).toBe('completed');
    const { repairs } = viewOf(run, comprehensiveDiagnosticAnalysis);
    expect(repairs.map(({ kind }) => kind).toSorted()).toEqual(['duplicate-id', 'unknown-parent']);
  });

  // Read from the whole run, so that one fault which undid another would show.
  it.each<[ruleId: string, stepId: string, isThere: boolean]>([
    ['missing-step', 'report_generation', !run.executions.some(({ stepId }) => stepId === 'report_generation')],
    ['failed-run-completed', 'symptom_analysis', symptoms.status === 'failed' && run.status === 'completed'],
    ['ignored-failure', 'differential_diagnosis', diagnosis.status === 'completed' && symptoms.status === 'failed'],
    ['critical-dependency-failed', 'differential_diagnosis', diagnosis.dependenciesFailed!.length === 1],
    ['slower-than-baseline', 'medical_literature_consultation', literature.endMs! - literature.startMs > 18_500],
    ['late-start', 'clinical_validation', validation.startMs - treatment.endMs! > 2_000],
    ['dependency-order', 'treatment_recommendation', treatment.startMs < diagnosis.endMs!],
    [
      'attempt-order',
      'lab_results_analysis',
      labs.startMs < run.executions.find(({ error }) => error?.type === 'timeout')!.endMs!,
    ],
    ['unresolved-dependency', 'lab_results_analysis', labs.dependenciesResolved!.length === 0],
    ['negative-duration', 'patient_data_ingestion', ingestion.endMs! < ingestion.startMs],
    ['success-criteria', 'patient_data_ingestion', ingestion.metrics['dataQuality'] < 0.9],
    ['success-criteria', 'duration', run.endMs! - 30_000 - run.startMs > 60_000],
    ['missing-output', 'medical_history_preprocessing', !keysOf(preprocessing.output).includes('structured_history')],
    ['resource-baseline', 'medical_history_preprocessing', preprocessing.metrics['memoryMiB'] > 1.5 * 950],
    ['value-changed', 'treatment_recommendation', JSON.stringify(treatment.input) !== JSON.stringify(diagnosis.output)],
    ['resource-limit', 'treatment_recommendation', treatment.metrics['memoryMiB'] > 1.5 * 1_536],
    ['resource-baseline', 'treatment_recommendation', treatment.metrics['memoryMiB'] > 1.5 * 1_480],
    ['duplicate-id', 'treatment_recommendation', treatment.id === diagnosis.id],
    ['resource-limit', 'differential_diagnosis', diagnosis.metrics['gpus'] > 1.3 * 0.5],
    ['missing-input', 'clinical_validation', !keysOf(validation.input).includes('treatment_plan')],
    ['resource-limit', 'clinical_validation', validation.metrics['cpuCores'] > 1.3],
    ['orphan', 'medical_literature_consultation', !run.executions.some(({ id }) => id === literature.parentId)],
    ['unknown-step', 'insurance_precheck', last('insurance_precheck').status === 'completed'],
    ['uncovered-time', 'the end', run.endMs! - endOf('clinical_validation') === 30_000],
  ])('has integrity/%s at %s', (_ruleId, _stepId, isThere) => {
    expect(isThere).toBe(true);
  });

  it('keeps the faults of one resource apart where it can: what exceeds a limit only is within 1.5 times the usual', () => {
    expect(diagnosis.metrics['gpus']).toBeLessThan(1.5 * 0.45);
    expect(validation.metrics['cpuCores']).toBeLessThan(1.5 * 0.9);
    expect(preprocessing.metrics['memoryMiB']).toBeLessThan(1.5 * 1_024);
  });

  it('lists a fault for every integrity rule of the mission', () => {
    const ruleIds = faults.flatMap(({ reportedBy }) => reportedBy.map(({ ruleId }) => ruleId));
    const integrity = ruleIds.filter((ruleId) => ruleId.startsWith('integrity/'));
    expect([...new Set(integrity.map((ruleId) => ruleId.replace('integrity/', '')))].toSorted()).toEqual([
      'attempt-order',
      'critical-dependency-failed',
      'dependency-order',
      'duplicate-id',
      'failed-run-completed',
      'ignored-failure',
      'late-start',
      'missing-input',
      'missing-output',
      'missing-step',
      'negative-duration',
      'orphan',
      'resource-baseline',
      'resource-limit',
      'slower-than-baseline',
      'success-criteria',
      'uncovered-time',
      'unknown-step',
      'unresolved-dependency',
      'value-changed',
    ]);
  });
});
