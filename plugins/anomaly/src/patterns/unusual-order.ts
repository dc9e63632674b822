import { defineDetector, type RunView } from '@faultline/core';
import { baselines, type WorkflowShape } from '@faultline/facts';
import { kindAlarm, kindEvidence, type AlarmedKinds } from '../kind-alarm.ts';
import { chancesOf } from '../metric-alarms.ts';
import { rateOptions } from '../rate-options.ts';
import type { RunKind } from '../tests/hypothesis.ts';
import { chanceText } from '../words.ts';

/** Reports known steps that followed each other as in no earlier run. */
export const unusualOrder = defineDetector({
  id: 'anomaly/unusual-order',
  description: 'Reports steps that began directly after a step which they followed in no earlier run.',
  advice: 'Look for a step that started too early or too late, and for what decides the order.',
  severity: 'warning',
  options: rateOptions,
  messages: {
    order:
      'Step "{{to}}" began directly after "{{from}}", as in none of {{runs:count}} earlier runs{{more}}. {{chance}}',
    swapped:
      'Step "{{from}}" began before "{{to}}", which it directly followed in {{followed:count}} of {{runs:count}} earlier runs{{more}}. {{chance}}',
  },
  uses: { baselines },
  detect(run, { learned, options, report }) {
    const { rate } = options;
    const alarm = kindAlarm(run, learned.baselines, rate, 'succession');
    if (alarm === undefined) return;
    // A step too many or too few changes the order of its neighbours; that has been told.
    if (kindAlarm(run, learned.baselines, rate, 'missing') !== undefined) return;
    if (kindAlarm(run, learned.baselines, rate, 'uncalled') !== undefined) return;
    if (kindAlarm(run, learned.baselines, rate, 'unexpected') !== undefined) return;
    // Between clocks that were shifted, order is only as sure as the shift.
    const areSure = run.clockShifts.length === 0 || !alarm.kinds.every((kind) => isBetweenClocks(run, kind.stepIds));
    const pairs = areSure ? newPairs(run, alarm, learned.baselines.shapeOf(run.workflowId)) : [];
    const [worst] = pairs;
    if (worst === undefined) return;
    const { kind, from, to, followed } = worst;
    const data = {
      from,
      to,
      runs: alarm.runs,
      more: pairs.length > 1 ? `, and ${pairs.length - 1} more` : '',
      chance: chanceText(alarm, { does: 'has an order that is new', did: 'had one' }),
    };
    const common = {
      at: pairs.flatMap((pair) => run.executionsOf(pair.to).slice(0, 1)),
      ...chancesOf(alarm),
      evidence: kindEvidence(alarm, kind, 'runsWithSuccession'),
    };
    if (followed > 0) report({ messageId: 'swapped', data: { ...data, followed }, ...common });
    else report({ messageId: 'order', data, ...common });
  },
});

interface NewPair {
  readonly kind: RunKind;
  readonly from: string;
  readonly to: string;
  /** In how many earlier runs `from` began directly after `to`. */
  readonly followed: number;
  /** The first execution of `to`. */
  readonly node: number;
}

/** All are as rare. First what changed places, in most runs; then what began first: the others may follow from it. */
const newPairs = (run: RunView, { kinds }: AlarmedKinds, shape: WorkflowShape | undefined): NewPair[] =>
  kinds
    .map((kind) => {
      const [from = '', to = ''] = kind.stepIds;
      const [first] = run.executionsOf(to);
      const node = first === undefined ? run.executionCount : run.nodeOf(first);
      return { kind, from, to, followed: shape?.runsWithSuccession(to, from) ?? 0, node };
    })
    .toSorted((a, b) => b.followed - a.followed || a.node - b.node);

/** Whether no two executions of these steps were recorded by one clock. */
function isBetweenClocks(run: RunView, [from = '', to = '']: readonly string[]): boolean {
  const clocks = new Set(run.executionsOf(from).map(({ clock }) => clock));
  return run.executionsOf(to).every(({ clock }) => !clocks.has(clock));
}
