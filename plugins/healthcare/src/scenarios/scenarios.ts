import type { Run } from '@faultline/model';
import { anomalies } from './anomalies.ts';
import type { ExpectedFinding, Fault } from './fault.ts';
import { faults } from './faults.ts';
import { faultyRun } from './faulty-run.ts';
import { healthyRun } from './healthy-run.ts';
import { incidents } from './incidents.ts';

/** A run to look at, and what an analysis that knows 500 runs of `healthyRuns` must find in it. */
export interface Scenario {
  readonly id: string;
  /** What happened, in a sentence. */
  readonly story: string;
  /** All that is wrong with the run, and the findings that say so: there must be no other warning and no other error. */
  readonly planted: readonly Planted[];
  readonly run: () => Run;
}

/** One thing that is wrong with a run. */
export interface Planted {
  readonly fault: string;
  readonly findings: readonly ExpectedFinding[];
}

/** The scenarios, the one to begin with first. */
export const scenarios: readonly Scenario[] = [
  {
    id: 'faulty',
    story: `Says that it completed, with ${faults.length} faults in its trace, its order, its data and its resources.`,
    planted: faults.map(plantedOf),
    run: faultyRun,
  },
  {
    id: 'unusual',
    story: `Does nothing that the workflow forbids, and ${anomalies.length} things that no earlier run did.`,
    planted: anomalies.map(plantedOf),
    run: () => anomalies.reduce((run, { plant }) => plant(run), healthyRun('unusual')),
  },
  ...incidents.map(({ id, story, reportedBy, run }) => ({
    id,
    story,
    planted: [{ fault: story, findings: reportedBy }],
    run,
  })),
];

function plantedOf({ fault, reportedBy, amongOthers = [] }: Fault): Planted {
  return { fault, findings: [...reportedBy, ...amongOthers] };
}
