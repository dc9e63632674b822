import {
  defineFailureRule,
  firstPlaces,
  formatQuantity,
  hasTimes,
  listed,
  quoted,
  type RunView,
} from '@faultline/core';
import { awaitedCallees, callsOf, failureRoots, failureTypeOf, type FailureRoot } from '@faultline/facts';
import type { StepExecution } from '@faultline/model';
import { durationEvidence } from '../duration-evidence.ts';
import { cascadeOf } from '../spread/cascade.ts';
import { rootEvidence } from './root-evidence.ts';
import { severityOf } from './severity-of.ts';

/** Reports the failures that began something: one finding for each, with what it took down. */
export const failedStep = defineFailureRule({
  id: 'failure/failed-step',
  description:
    'Reports what broke first: failures that no other failure explains, by their kind, with what they took down.',
  advice: 'Mend this one first: what failed because of it needs no repair of its own.',
  severity: 'error',
  messages: {
    timeout: 'Step "{{step}}" timed out{{after}}{{attempts}}{{outcome}}.',
    validation_error: 'Step "{{step}}" failed{{after}}{{attempts}}: what it was given or made is not valid{{outcome}}.',
    dependency_failure:
      'Step "{{step}}" failed{{after}}{{attempts}}: something that it needs failed outside of the trace{{outcome}}.',
    resource_exhaustion: 'Step "{{step}}" failed{{after}}{{attempts}}: a resource or a limit was exhausted{{outcome}}.',
    external_service_error:
      'Step "{{step}}" failed{{after}}{{attempts}}: a service that it calls refused it or did not work{{outcome}}.',
    data_quality_issue:
      'Step "{{step}}" failed{{after}}{{attempts}}: it could not use the data it was given{{outcome}}.',
    logic_error: 'Step "{{step}}" failed{{after}}{{attempts}}: a fault in its own logic{{outcome}}.',
    cancelled: '{{steps}} cancelled from outside of what the trace tells{{outcome}}.',
    unknown_error: 'Step "{{step}}" failed{{after}}{{attempts}}; of which kind is not recorded{{outcome}}.',
    other: 'Step "{{step}}" failed{{after}}{{attempts}} with "{{type}}"{{outcome}}.',
  },
  diagnose(run, { report }) {
    for (const group of grouped(run)) {
      const [worst] = group;
      const { execution, failure } = worst;
      const at = firstPlaces([...new Set(group.flatMap(({ attempts }) => attempts))]);
      const messageId = ownMessages.find((own) => own === failure.type);
      const data = {
        step: execution.stepId,
        after: hasTimes(run) ? ` after ${formatQuantity(Math.max(0, run.durationMs(execution)), 'ms')}` : '',
        attempts: triesOf(group),
        outcome: outcomeOf(run, worst),
        steps: cancelledSteps(group),
      };
      const common = {
        at,
        severity: severityOf(worst),
        confidence: failure.evidence === 'nothing' ? UNTOLD : failure.confidence,
        causes: [execution],
        evidence: [...durationEvidence(run, run.durationMs(execution), execution), ...rootEvidence(run, worst)],
      };
      if (messageId === undefined) report({ messageId: 'other', ...common, data: { ...data, type: failure.type } });
      else report({ messageId, ...common, data });
    }
  },
});

/** That it failed is certain; why, nobody says. */
const UNTOLD = 0.5;

type Group = readonly [FailureRoot, ...FailureRoot[]];

/**
 * The roots that this rule tells of, by step, kind and what became of them; in each group first the one that took down most.
 * Whoever cancelled from outside did so once. What was swallowed or never resolved is told by the rules of that name, and
 * who waited in vain by the one about timeouts.
 */
function grouped(run: RunView): readonly Group[] {
  const waits = new Set([...awaitedCallees(run)].flat());
  const groups = new Map<string, [FailureRoot, ...FailureRoot[]]>();
  for (const root of failureRoots(run)) {
    const { execution, failure, fate } = root;
    if (fate === 'swallowed' || fate === 'unresolved' || waits.has(run.nodeOf(execution))) continue;
    const key = failure.type === 'cancelled' ? '' : JSON.stringify([execution.stepId, failure.type, fate]);
    const known = groups.get(key);
    if (known === undefined) groups.set(key, [root]);
    else if (root.effects.length > known[0].effects.length) known.unshift(root);
    else known.push(root);
  }
  return [...groups.values()];
}

function cancelledSteps(group: Group): string {
  const steps = new Set(group.map(({ execution }) => execution.stepId));
  return steps.size === 1 ? `Step ${listed(steps)} was` : `Steps ${listed(steps)} were`;
}

const ownMessages = [
  'timeout',
  'validation_error',
  'dependency_failure',
  'resource_exhaustion',
  'external_service_error',
  'data_quality_issue',
  'logic_error',
  'cancelled',
  'unknown_error',
] as const;

/** `, in each of 3 attempts`, `, and so did 4 more of its executions`. */
function triesOf([{ attempts }, ...others]: Group): string {
  const times = new Set(attempts.map((execution) => failureTypeOf(execution)?.type));
  const tried =
    attempts.length === 1
      ? ''
      : times.size === 1
        ? `, in each of ${attempts.length} attempts`
        : `, the first of ${attempts.length} attempts that failed`;
  return tried + (others.length === 0 ? '' : `, and so did ${others.length} more of its executions`);
}

function outcomeOf(run: RunView, root: FailureRoot): string {
  const { fate, execution, outermost, laterCall } = root;
  if (fate === 'recovered')
    return outermost.status === 'completed' ? '; tried again, it succeeded' : '; called again, it succeeded';
  const { down } = cascadeOf(run, root);
  // Where they are many, the rule about cascades names them.
  if (down.size > mostNamed) return `; it took down ${down.size} other steps`;
  const callers = root.effects.map(({ stepId }) => stepId).filter((stepId) => stepId !== execution.stepId);
  const names = new Set([...callers, ...down]);
  if (names.size > 0) return `; it took down ${listed(names)}`;
  if (fate !== 'contained') return '';
  if (laterCall !== undefined) return '; a later call of it succeeded';
  return `; ${wentOn(run, outermost)}`;
}

/** More would hide what the sentence is about. */
const mostNamed = 3;

/** What became of those whom a failure did not take down. */
function wentOn(run: RunView, outermost: StepExecution): string {
  const node = run.nodeOf(outermost);
  const caller = run.executions[run.parent[node]!];
  if (outermost.status === 'retrying') return 'it is to be tried again';
  if (caller?.status === 'failed') return `its caller ${quoted(caller.stepId)} failed of something else`;
  if (run.isOpen) return 'the run is still open';
  if (run.status === 'failed') return 'the run failed of something else';
  const isLast = (callsOf(run).get(run.parent[node]!) ?? []).every((call) => run.startNs[call]! < run.endNs[node]!);
  return isLast ? 'nothing came after it' : 'the run went on without it';
}
