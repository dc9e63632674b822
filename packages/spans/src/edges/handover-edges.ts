import type { Join } from '@faultline/model';
import { textIn } from '../conventions/attribute-text.ts';
import { edge } from './edge.ts';
import type { StepSpan } from '../runs/step-span.ts';
import type { StepTimeline } from './step-timeline.ts';

/**
 * One agent hands over to another: the next execution of that one needed the handoff, and the agent that handed over, if
 * it had ended by then. O(handoffs log n).
 *
 *     triage  ======
 *     handoff     =              triage -> billing, handoff -> billing
 *     billing        =====
 */
export function* handoffEdges(steps: readonly StepSpan[], timeline: StepTimeline): Generator<Join> {
  for (const { meant, execution } of steps) {
    const target = textIn(meant.handoffTo);
    const next =
      target === undefined ? undefined : timeline.firstStartedFrom(target, execution.endMs ?? execution.startMs);
    if (next === undefined) continue;
    yield edge(execution.id, next.execution.id, 'explicit');
    const source = textIn(meant.handoffFrom);
    const from = source === undefined ? undefined : timeline.lastEndedBy(source, next.execution.startMs);
    if (from !== undefined) yield edge(from.execution.id, next.execution.id, 'explicit');
  }
}

/**
 * An edge group that delivered a message from one executor to another: what links say as well, where they were kept. A
 * message that was dropped sets nothing off. O(messages log n).
 */
export function* edgeGroupEdges(steps: readonly StepSpan[], timeline: StepTimeline): Generator<Join> {
  for (const { meant, execution } of steps) {
    const source = textIn(meant.messageSource);
    const target = textIn(meant.messageTarget);
    if (source === undefined || target === undefined || isDropped(meant.deliveryStatus)) continue;
    const next = timeline.firstStartedFrom(target, execution.startMs);
    const from = next && timeline.lastEndedBy(source, next.execution.startMs);
    if (from !== undefined && from !== next) yield edge(from.execution.id, next!.execution.id, 'framework');
  }
}

const isDropped = (status: unknown): boolean =>
  typeof status === 'string' && (status.startsWith('dropped') || status === 'exception');
