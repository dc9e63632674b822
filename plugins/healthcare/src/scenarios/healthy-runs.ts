import type { Expectation, Run, StepDefinition } from '@faultline/model';
import { comprehensiveDiagnosticAnalysis } from '../comprehensive-diagnostic-analysis.ts';
import { patientOutputs } from './patient-outputs.ts';
import { scheduledRun } from './scheduled-run.ts';
import { seededNormal } from './seeded-normal.ts';

/** The 95th percentile of a standard normal distribution. */
const z95th = 1.6448536269514722;
/** Relative spread of memory, cores and GPUs. */
const resourceSpread = 0.05;
const minutesBetweenRuns = 5;

/**
 * A history of complete runs, the same for the same seed. Durations are lognormal with the declared median and 95th
 * percentile, so as in a real history one execution in twenty is slower than its baseline, and one run in twelve takes
 * more than 60 s; resources vary by 5 % about their mean. Each run is of another patient, see `patientOutputs`.
 *
 *     await engine.learn(healthyRuns(200, 1))
 */
export function* healthyRuns(count: number, seed: number): Generator<Run> {
  const normal = seededNormal(seed);
  const outputsOfNext = patientOutputs(seed);
  for (let index = 0; index < count; index++) {
    const outputs = outputsOfNext();
    yield scheduledRun(
      comprehensiveDiagnosticAnalysis,
      {
        id: `healthy-${seed}-${index}`,
        subjectId: `patient_${30_000 + index}`,
        context: { region: index % 3 === 0 ? 'us-east' : 'eu-west', release: '2026.3.1' },
        startMs: Date.UTC(2026, 2, 1, 0, index * minutesBetweenRuns),
        metrics: { dataQuality: 0.96 },
      },
      (step) => ({
        durationMs: Math.max(1, Math.round(lognormal(step.baseline['durationMs'] ?? {}, normal()))),
        metrics: resourcesOf(step, normal),
        output: outputs[step.id] ?? {},
      }),
    );
  }
}

const lognormal = ({ p50 = 1, p95 = p50 }: Expectation, z: number): number => p50 * (p95 / p50) ** (z / z95th);

/** Rounded as a monitor would: to a thousandth. */
const resourcesOf = ({ resources, baseline }: StepDefinition, normal: () => number): Record<string, number> =>
  Object.fromEntries(
    Object.keys(resources).map((metric) => {
      const mean = baseline[metric]?.mean ?? 0;
      return [metric, Math.round(mean * Math.exp(resourceSpread * normal()) * 1000) / 1000];
    }),
  );
