import type { Json, StepDefinitionInput, WorkflowDefinition } from '@faultline/model';
import { workflowDefinitionSchema } from '@faultline/model';
import { lognormal, type PlanOptions } from '@faultline/simulator';
import { seededRandom } from '@faultline/stats';

/** A workflow to plant faults into, and how its steps behave. */
export interface PlantedWorkflow {
  readonly definition: WorkflowDefinition;
  readonly options: Required<Pick<PlanOptions, 'behaviourOf' | 'pools'>>;
}

/** What is usual, and no fault: so many attempts fail at random, and are tried again. */
export const noise = { failureProbability: 0.01, durationSigma: 0.4, metricSigma: 0.1 } as const;

const clocks = ['host-a', 'host-b', 'host-c'];
const tolerances = ['low', 'low', 'medium', 'high'] as const;

/** A workflow of 8 to 24 steps with up to three dependencies each; a third of the steps share four GPUs. */
export function plantedWorkflow(seed: number): PlantedWorkflow {
  const random = seededRandom(seed);
  const count = 8 + Math.floor(random() * 17);
  const steps: StepDefinitionInput[] = [];
  const medianMs = new Map<string, number>();
  for (let at = 0; at < count; at++) {
    const needed = new Set<number>();
    if (at > 0) for (let edge = 0; edge <= random() * 3; edge++) needed.add(Math.floor(at * Math.sqrt(random())));
    const id = `step${at}`;
    const p50 = 200 * 50 ** random();
    medianMs.set(id, p50);
    steps.push({
      id,
      type: 'tool',
      dependencies: [...needed].toSorted((a, b) => a - b).map((on) => ({ on: `step${on}`, dataFlow: [`out${on}`] })),
      resources: { memoryMiB: 512, ...(random() < 1 / 3 && { gpus: 1 }) },
      failureTolerance: tolerances[Math.floor(random() * tolerances.length)]!,
    });
  }
  const hosts = new Map(steps.map(({ id }) => [id, clocks[Math.floor(random() * clocks.length)]]));
  return {
    definition: workflowDefinitionSchema.parse({ id: `planted-${seed}`, steps }),
    options: {
      pools: { gpus: 4 },
      behaviourOf: ({ id }) => {
        const p50 = medianMs.get(id)!;
        return {
          durationMs: lognormal({ p50, p95: p50 * Math.exp(1.645 * noise.durationSigma) }),
          failureProbability: noise.failureProbability,
          maxAttempts: 3,
          backoffMs: 100,
          timeoutMs: 20 * p50,
          clock: hosts.get(id),
          metrics: (uniform) => ({
            memoryMiB: 400 * Math.exp(noise.metricSigma * (uniform() + uniform() + uniform() - 1.5)),
          }),
          output: outputOf(id),
        };
      },
    },
  };
}

/** A step that was given nothing puts out nothing. */
const outputOf =
  (id: string) =>
  (input: Readonly<Record<string, Json>>): Record<string, Json> => ({
    [`out${id.slice('step'.length)}`]: `${id} of ${Object.keys(input).length}`,
  });
