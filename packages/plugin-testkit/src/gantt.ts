import { runSchema, statusSchema, type Run, type StepExecutionInput } from '@faultline/model';
import { ganttLine, type GanttLine } from './gantt-line.ts';

/**
 * Draws a run. One column is one millisecond; the drawings must start in the same column.
 *
 *     fetch  : ==x                      failed in its last column
 *     fetch#2:    ===                   second attempt
 *     parse  :       --====  <- fetch   queued for two columns; needs the last attempt of "fetch"
 *       llm  :         ===              child of "parse" (two spaces deeper)
 *     rank[1]:             ==> <~ llm   item 1 of a fan-out, still running; edge origin "temporal"
 *     mail   :             /            skipped ("|" would be an instant)
 *
 *     line    = indent name [ "[" item "]" ] [ "#" attempt ] " "* ": " drawing [ arrow ref, ... ] [ "{" key: value, ... "}" ]
 *     drawing = ( " " | "." )* ( "|" | "/" | "-"* "="+ [ "x" | ">" ] ) ( " " | "." )*
 *     arrow   = "<-" (explicit) | "<~" (temporal) | "<" origin "-"
 *     ref     = name [ "[" item "]" ] [ "#" attempt ], without attempt the last one drawn
 *     value   = a number (a metric), or a word for the keys type, failure, status and async
 */
export function gantt(strings: TemplateStringsArray, ...values: readonly (string | number)[]): Run {
  const lines = String.raw(strings, ...values)
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map(ganttLine);
  refuseUnaligned(lines);
  const executions = executionsOf(lines);
  const untilMs = lines.reduce((max, { start, length }) => Math.max(max, start + length), 0);
  const fromMs = executions.reduce((min, { startMs, queuedMs = startMs }) => Math.min(min, queuedMs), untilMs);
  const isOpen = executions.some(({ endMs }) => endMs === undefined);
  const hasFailed = executions.some(({ status }) => status === 'failed');
  return runSchema.parse({
    id: 'run',
    workflowId: 'drawn',
    status: isOpen ? 'running' : hasFailed ? 'failed' : 'completed',
    startMs: fromMs,
    endMs: untilMs,
    executions,
    edges: lines.flatMap((line) =>
      line.needs.map(({ ref, origin }) => ({ from: idOfRef(ref, line, lines), to: idOf(line), origin })),
    ),
  });
}

function refuseUnaligned(lines: readonly GanttLine[]): void {
  const column = lines[0]?.drawingColumn;
  for (const line of lines)
    if (line.drawingColumn !== column)
      throw new Error(
        `gantt: the drawing of "${line.stepId}" starts in column ${line.drawingColumn}, the first one in ${column}. ` +
          'Pad the names so that the colons align.',
      );
}

function executionsOf(lines: readonly GanttLine[]): StepExecutionInput[] {
  const seen = new Set<string>();
  return lines.map((line, index) => {
    const id = idOf(line);
    if (seen.has(id)) throw new Error(`gantt: "${id}" is drawn twice. Number the attempts: "${line.stepId}#2".`);
    seen.add(id);
    const parent = lines.slice(0, index).findLast(({ indent }) => indent < line.indent);
    return executionOfLine(id, line, parent === undefined ? undefined : idOf(parent));
  });
}

function executionOfLine(id: string, line: GanttLine, parentId: string | undefined): StepExecutionInput {
  const { stepId, item, attempt, queued, start, length, end, properties } = line;
  const words = new Set(['type', 'failure', 'status', 'async']);
  const metrics = [...properties].filter(([name]) => !words.has(name)).map(([name, value]) => [name, Number(value)]);
  const status = properties.get('status');
  const failure = properties.get('failure') ?? 'logic_error';
  return {
    id,
    stepId,
    item,
    attempt,
    type: properties.get('type') ?? 'task',
    isAsync: properties.get('async') === 'true',
    startMs: start,
    ...(end !== 'open' && { endMs: start + length }),
    ...(queued > 0 && { queuedMs: start - queued }),
    ...(parentId !== undefined && { parentId }),
    status: status === undefined ? statusOf(end) : statusSchema.parse(status),
    ...(end === 'failed' && { error: { type: failure } }),
    metrics: Object.fromEntries(metrics),
  };
}

function statusOf(end: GanttLine['end']): 'completed' | 'failed' | 'running' | 'skipped' {
  switch (end) {
    case 'failed':
      return 'failed';
    case 'open':
      return 'running';
    case 'skipped':
      return 'skipped';
    default:
      return 'completed';
  }
}

const idOf = ({ stepId, item, attempt }: Pick<GanttLine, 'stepId' | 'item' | 'attempt'>): string =>
  stepId + (item === '' ? '' : `[${item}]`) + (attempt > 1 ? `#${attempt}` : '');

function idOfRef(ref: string, { stepId }: GanttLine, lines: readonly GanttLine[]): string {
  const found = lines.findLast((line) => {
    const name = idOf({ ...line, attempt: 1 });
    return ref === name || ref === `${name}#${line.attempt}`;
  });
  if (found === undefined) throw new Error(`gantt: "${stepId}" depends on "${ref}", which is not drawn.`);
  return idOf(found);
}
