import { defineValidator, listed, type RunView } from '@faultline/core';
import { isEmptyPayload } from '@faultline/facts';
import type { StepExecution } from '@faultline/model';
import { addPlace } from '../add-place.ts';
import { demands, missingKeys, recordsOutputs } from './payload.ts';

/** Reports steps that completed without what the definition says they hand over. */
export const missingOutput = defineValidator({
  id: 'integrity/missing-output',
  description: 'Reports steps that completed without an output that other steps need.',
  advice: 'Check what the step returned; make it fail where it cannot deliver, so that it can be retried.',
  doubtsTrace: true,
  severity: 'error',
  messages: {
    keys: 'Step "{{step}}" completed without output {{keys}}, which {{need}}.',
    empty: 'Step "{{step}}" completed with an empty output, which {{need}}.',
    unrecorded: 'Step "{{step}}" completed without an output, which {{need}}; other steps of the run recorded theirs.',
  },
  validate(run, { report }) {
    for (const [step, demand] of demands(run.definition?.steps ?? [])) {
      const need = needing(demand.takers);
      const { lacking, keys, empty, unrecorded } = shortfall(run, step, [...demand.takersOfKey.keys()]);
      if (lacking.length > 0) {
        const takers = [...keys].flatMap((key) => demand.takersOfKey.get(key) ?? []);
        report({ messageId: 'keys', at: lacking, data: { step, keys: listed(keys), need: needing(takers) } });
      }
      if (empty.length > 0) report({ messageId: 'empty', at: empty, data: { step, need } });
      if (unrecorded.length > 0)
        report({ messageId: 'unrecorded', at: unrecorded, severity: 'warning', data: { step, need } });
    }
  },
});

interface Shortfall {
  readonly lacking: readonly StepExecution[];
  readonly keys: ReadonlySet<string>;
  readonly empty: readonly StepExecution[];
  readonly unrecorded: readonly StepExecution[];
}

function shortfall(run: RunView, step: string, wanted: readonly string[]): Shortfall {
  const lacking: StepExecution[] = [];
  const keys = new Set<string>();
  const empty: StepExecution[] = [];
  const unrecorded: StepExecution[] = [];
  for (const execution of run.executionsOf(step)) {
    const { status, output } = execution;
    if (status !== 'completed') continue;
    if (output === undefined) {
      if (recordsOutputs(run)) addPlace(unrecorded, execution);
    } else if (isEmptyPayload(output)) {
      addPlace(empty, execution);
    } else {
      const missing = missingKeys(output, wanted);
      for (const key of missing) keys.add(key);
      if (missing.length > 0) addPlace(lacking, execution);
    }
  }
  return { lacking, keys, empty, unrecorded };
}

/** `"parse" needs`, `"parse", "rank" need`. */
const needing = (takers: readonly string[]): string =>
  `${listed(takers)} ${new Set(takers).size === 1 ? 'needs' : 'need'}`;
