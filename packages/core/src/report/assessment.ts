import type { Assessment, Finding, RunSummary } from '@faultline/model';

/** Chapters of rules whose findings speak about the trace itself: what they doubt, every other answer rests on. */
const speaksOfTrace = ({ kind, ruleId }: Finding): boolean => kind === 'validator' || ruleId.startsWith('ingest/');

/** The verdict in words: how the run went, and whether its trace can be trusted. */
export function assessmentOf({ status, inferredEdgeShare }: RunSummary, findings: readonly Finding[]): Assessment {
  const faults = findings.filter(({ kind }) => kind !== 'optimizer');
  const errors = faults.filter(({ severity }) => severity === 'error');
  const warnings = faults.filter(({ severity }) => severity === 'warning');
  const trust = errors.some(speaksOfTrace)
    ? 'broken'
    : warnings.some(speaksOfTrace) || inferredEdgeShare > 0.5
      ? 'doubtful'
      : 'sound';
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
  doubtful: 'Read the figures with care: parts of the trace are doubtful or inferred.',
  broken: 'The trace contradicts itself or its definition: settle that before trusting the figures.',
} as const;
