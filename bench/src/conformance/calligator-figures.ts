import type { RunView } from '@faultline/core';
import { criticalPath, drag, retime, segmentsOf, slack, weightsOf } from '@faultline/graph';
import { z } from 'zod';
import { calligatorSlack } from './calligator-slack.ts';
import { figuresText, type Check } from './checks.ts';
import { nodeOfSpan, nsOfUs, usAt, usOf } from './runs-in.ts';

const figuresSchema = z.record(z.string(), z.number());
const byCase = <Value extends z.ZodType>(value: Value) => z.record(z.string(), value).default({});

/** What the tests of calligator state, case by case, in microseconds: the trace of case 1 is in `test_1.json`. */
export const calligatorFixtureSchema = z.looseObject({
  critical_path: byCase(z.array(z.string())),
  slack: byCase(figuresSchema),
  drag: byCase(figuresSchema),
  exclusive_drag: byCase(figuresSchema),
  retime: byCase(z.record(z.string(), z.tuple([z.number(), z.number()]))),
});

export type CalligatorFixture = z.infer<typeof calligatorFixtureSchema>;

const retimeKey = /^(\w+): (.+)->\[(-?[\d.]+), *(-?[\d.]+)\]/;

/** Every case that is named, in any of the tables. */
export const casesIn = ({ retime: retimes, ...tables }: CalligatorFixture): readonly string[] =>
  [
    ...new Set([
      ...[tables.critical_path, tables.slack, tables.drag, tables.exclusive_drag].flatMap((table) =>
        Object.keys(table),
      ),
      ...Object.keys(retimes).flatMap((key) => retimeKey.exec(key)?.[1] ?? []),
    ]),
  ].toSorted();

/** Compares path, slack, drag and retiming of one case, as far as they are stated. */
export function calligatorChecks(fixture: CalligatorFixture, name: string, view: RunView): readonly Check[] {
  const { critical_path: paths, slack: slacks, drag: drags, exclusive_drag: exclusiveDrags } = fixture;
  const path = paths[name];
  return [
    ...(path === undefined ? [] : [{ figure: 'path', expected: path.join(' '), found: pathOf(view, path).join(' ') }]),
    ...(slacks[name] === undefined ? [] : [slackCheck(slacks[name], view)]),
    ...(drags[name] === undefined ? [] : [dragCheck('drag', drags[name], drag(view).dragNs, view)]),
    ...(exclusiveDrags[name] === undefined
      ? []
      : [dragCheck('self drag', exclusiveDrags[name], drag(view).selfDragNs, view)]),
    ...retimeChecks(fixture.retime, name, view),
  ];
}

/** Members, the last to end first. */
function pathOf(view: RunView, names: readonly string[]): readonly string[] {
  const nameOf = new Map(names.map((name) => [nodeOfSpan(view, name), name]));
  const owners = [...segmentsOf(criticalPath(view))].map(
    ({ node }) => nameOf.get(node) ?? view.executions[node]?.id ?? 'run',
  );
  return [...new Set(owners.toReversed())];
}

function slackCheck(stated: Readonly<Record<string, number>>, view: RunView): Check {
  const { slackNs } = slack(view);
  const ofPeer = calligatorSlack(view);
  const found = Object.keys(stated).map((name) => {
    const node = nodeOfSpan(view, name);
    return { name, node, ns: slackNs[node] ?? NaN };
  });
  const check = {
    figure: 'slack',
    expected: figuresText(Object.entries(stated)),
    found: figuresText(found.map(({ name, ns }) => [name, usOf(ns)])),
  };
  const isPredicted = found.every(({ name, node, ns }) => {
    return stated[name] === usOf(ns) || (stated[name] === ofPeer.get(node) && isSlack(view, node, ns));
  });
  if (check.expected === check.found || !isPredicted) return check;
  const reason =
    'the peer lets what is waited for end later than who waits started; with 1 ns more than ours the run does';
  return { ...check, decision: { number: 6, reason } };
}

/** Whether the run ends no later with so much more, and later with one nanosecond on top. */
function isSlack(view: RunView, node: number, ns: number): boolean {
  const untilWith = (moreNs: number): number => {
    const weights = weightsOf(view);
    weights.workNs[node] = (weights.workNs[node] ?? 0) + moreNs;
    return retime(view, weights).untilNs;
  };
  return Number.isFinite(ns) && untilWith(ns) === view.untilNs && untilWith(ns + 1) === view.untilNs + 1;
}

function dragCheck(
  figure: string,
  { total, ...stated }: Readonly<Record<string, number>>,
  dragNs: Float64Array,
  view: RunView,
): Check {
  const found = Object.keys(stated).map((name): [string, number] => [
    name,
    usOf(dragNs[nodeOfSpan(view, name)] ?? NaN),
  ]);
  const sum = dragNs.reduce((all, ns) => all + usOf(ns), 0);
  const isTotalled = total !== undefined;
  return {
    figure,
    expected: figuresText([...Object.entries(stated), ...(isTotalled ? [['total', total] as const] : [])]),
    found: figuresText([...found, ...(isTotalled ? [['total', sum] as const] : [])]),
  };
}

function retimeChecks(retimes: CalligatorFixture['retime'], name: string, view: RunView): readonly Check[] {
  return Object.entries(retimes).flatMap(([key, stated]) => {
    const [, ofCase, id = '', start, end] = retimeKey.exec(key) ?? [];
    if (ofCase !== name) return [];
    const { startNs, endNs } = retimed(
      view,
      nodeOfSpan(view, id),
      nsOfUs(view, Number(start)),
      nsOfUs(view, Number(end)),
    );
    const found = Object.keys(stated).map((one) => {
      const node = nodeOfSpan(view, one);
      return `${one} ${usAt(view, startNs[node] ?? NaN)}-${usAt(view, endNs[node] ?? NaN)}`;
    });
    const expected = Object.entries(stated).map(([one, [from, to]]) => `${one} ${from}-${to}`);
    return [{ figure: `retime ${key.slice(name.length + 2)}`, expected: expected.join(', '), found: found.join(', ') }];
  });
}

/** Times if an execution had been from one time to another: what is below it moves along, its own work is what changes. */
function retimed(view: RunView, node: number, fromNs: number, toNs: number): ReturnType<typeof retime> {
  const weights = weightsOf(view);
  const laterNs = fromNs - (view.startNs[node] ?? NaN);
  const longerNs = toNs - (view.endNs[node] ?? NaN) - laterNs;
  weights.delayNs[node] = (weights.delayNs[node] ?? NaN) + laterNs;
  weights.workNs[node] = (weights.workNs[node] ?? NaN) + longerNs;
  return retime(view, weights);
}
