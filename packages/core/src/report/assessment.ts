import type { Assessment, Finding, RunSummary } from '@faultline/model';

/** What a verdict rests on. */
interface Grounds {
  readonly findings: readonly Finding[];
  /** Those that speak about the trace itself. */
  readonly doubts: readonly Finding[];
}

/** The verdict in words: how the run went, and whether its trace can be trusted. */
export function assessmentOf({ status }: RunSummary, { findings, doubts }: Grounds): Assessment {
  const faults = findings.filter(({ kind }) => kind !== 'optimizer');
  const errors = faults.filter(({ severity }) => severity === 'error');
  const warnings = faults.filter(({ severity }) => severity === 'warning');
  const isBroken = doubts.some(({ severity }) => severity === 'error');
  const trust = isBroken ? 'broken' : doubts.length > 0 ? 'doubtful' : 'sound';
  const verdict =
    status === 'failed'
      ? 'failed'
      : status !== 'completed'
        ? 'unfinished'
        : errors.length > 0
          ? 'faulty'
          : warnings.length > 0
            ? 'attention'
            : 'healthy';
  return { verdict, trust, text: `${verdictText[verdict]} ${trustText[trust]}` };
}

const verdictText = {
  healthy: 'The run completed and nothing speaks against it.',
  attention: 'The run completed, with warnings.',
  faulty: 'The run says that it completed, but there are errors.',
  failed: 'The run failed.',
  unfinished: 'The run had not ended when it was last seen.',
} as const;

const trustText = {
  sound: 'Its trace is sound.',
  doubtful: 'Read the figures with care: parts of its trace are doubtful.',
  broken: 'Its trace contradicts itself or its definition: settle that before trusting the figures.',
} as const;
