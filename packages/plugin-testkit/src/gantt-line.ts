import { edgeOrigins, type EdgeOrigin } from '@faultline/model';

/** One line of a drawing, taken apart. Columns count from the start of the drawing. */
export interface GanttLine {
  readonly indent: number;
  readonly stepId: string;
  readonly item: string;
  readonly attempt: number;
  /** Column of the text where the drawing starts: all lines must agree. */
  readonly drawingColumn: number;
  readonly queued: number;
  readonly start: number;
  readonly length: number;
  readonly end: 'completed' | 'failed' | 'open' | 'skipped' | 'instant';
  readonly needs: readonly { readonly ref: string; readonly origin: EdgeOrigin }[];
  readonly properties: ReadonlyMap<string, string>;
}

const pattern = new RegExp(
  [
    '^(?<indent> *)(?<step>[\\w-]+)(?:\\[(?<item>[^\\]]+)\\])?(?:#(?<attempt>\\d+))? *: ',
    '(?<lead>[ .]*)(?:(?<mark>[|/])|(?<queue>-*)(?<bar>=+)(?<end>[x>])?)[ .]*',
    '(?:<(?<origin>[a-z]*)(?<arrow>[-~]) *(?<refs>[^{]*?))? *',
    '(?:\\{(?<properties>.*)\\})? *$',
  ].join(''),
);

/** Takes one line of a drawing apart. */
export function ganttLine(line: string): GanttLine {
  const groups = pattern.exec(line)?.groups;
  if (groups === undefined)
    throw new Error(`gantt: cannot read "${line.trim()}". Write it as "name: ..=== <- dependency".`);
  const { indent = '', step = '', item = '', attempt = '1', lead = '', mark, queue = '', bar = '', end } = groups;
  return {
    indent: indent.length,
    stepId: step,
    item,
    attempt: Number(attempt),
    drawingColumn: line.indexOf(': ') + 2,
    queued: queue.length,
    start: lead.length + queue.length,
    // The mark of a failed or open end is its last column.
    length: bar.length + (end === undefined ? 0 : 1),
    end: endOf(mark, end),
    needs: needsOf(groups['origin'], groups['arrow'], groups['refs']),
    properties: propertiesOf(groups['properties'] ?? ''),
  };
}

function endOf(mark: string | undefined, end: string | undefined): GanttLine['end'] {
  if (mark !== undefined) return mark === '/' ? 'skipped' : 'instant';
  if (end === undefined) return 'completed';
  return end === 'x' ? 'failed' : 'open';
}

function needsOf(origin = '', arrow = '-', refs = ''): GanttLine['needs'] {
  const name = arrow === '~' ? 'temporal' : origin === '' ? 'explicit' : origin;
  const known = edgeOrigins.find((one) => one === name);
  if (known === undefined) throw new Error(`gantt: "${name}" is no edge origin. Use one of ${edgeOrigins.join(', ')}.`);
  return split(refs).map((ref) => ({ ref, origin: known }));
}

const propertiesOf = (text: string): ReadonlyMap<string, string> =>
  new Map(
    split(text).map((property) => {
      const [name = '', value = ''] = property.split(':').map((part) => part.trim());
      return [name, value];
    }),
  );

const split = (list: string): string[] =>
  list
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
