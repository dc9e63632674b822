import type { Json, Run, RunInput } from '@faultline/model';
import { runOf } from './factories.ts';

/** What is said in a conversation, and by whom. */
export interface ChatLine {
  readonly by: string;
  readonly says: Json;
  /** `agent` unless told: a `tool` answers, a `human` asks. */
  readonly type?: string;
  readonly hasFailed?: boolean;
  readonly asked?: Json;
  /** Whom it is said to. */
  readonly to?: string;
}

/** A conversation as transcripts are read: one execution around all turns, each of which follows the one before. */
export function chatRun(lines: readonly ChatLine[], { id = 'chat', ...told }: Partial<RunInput> = {}): Run {
  const turns = lines.map(({ by, says, type = 'agent', hasFailed = false, asked, to }, i) => ({
    id: `turn-${i}`,
    stepId: by,
    type,
    parentId: 'conversation',
    item: String(i),
    startMs: i,
    endMs: i + 1,
    status: hasFailed ? ('failed' as const) : ('completed' as const),
    output: says,
    ...(asked !== undefined && { input: asked }),
    ...(to !== undefined && { attributes: { 'transcript.addressee': to } }),
  }));
  const root = {
    id: 'conversation',
    stepId: 'conversation',
    type: 'workflow',
    startMs: 0,
    endMs: lines.length,
  } as const;
  const edges = turns.slice(1).map((turn, i) => ({ from: `turn-${i}`, to: turn.id, origin: 'explicit' as const }));
  return runOf([{ ...root, status: 'completed' }, ...turns], { ...told, id, edges });
}
