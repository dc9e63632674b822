import { viewOf, type RunView } from '@faultline/core';
import type { Json, Run, RunInput } from '@faultline/model';
import { runOf } from '@faultline/plugin-testkit';

/** What is said, by whom; `tool`: it is a tool, whose answer may be a failure. */
export interface Line {
  readonly by: string;
  readonly says: Json;
  readonly type?: string;
  readonly hasFailed?: boolean;
  readonly asked?: Json;
  /** Whom it is said to. */
  readonly to?: string;
}

/** A conversation as transcripts are read: one execution around all turns, each of which follows the one before. */
export const chat = (lines: readonly Line[], id = 'chat'): RunView => viewOf(chatRun(lines, { id }));

/** The same as a document. */
export function chatRun(lines: readonly Line[], { id = 'chat', ...told }: Partial<RunInput> = {}): Run {
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

/** Code, as messages hold it. */
export const code = (text: string): string => `\`\`\`python\n${text}\n\`\`\``;
