import { quoted, type RunView } from '@faultline/core';
import { executionKinds } from '@faultline/facts';
import { fact } from '@faultline/graph';

/** What several executions share, so that trouble with it shows at all of them. */
export interface Shared {
  /**
   * `clocks`: the two clocks of a run, of which nothing tells the one that is off. `surroundings`: what all steps share
   * outside of the trace.
   */
  readonly kind: 'resource' | 'clock' | 'clocks' | CommonKind;
  /** Of two clocks both, quoted: `"a" and "b"`. */
  readonly name: string;
  /** Executions that ask for it, or were recorded with it. */
  readonly users: readonly number[];
}

/** What makes steps slow together, and does nothing else that a trace shows. */
type CommonKind = 'model' | 'tool' | 'agent' | 'service' | 'surroundings';

/** Whether it is something that can only make steps slow together. */
export const isCommon = ({ kind }: Shared): boolean => kind !== 'resource' && kind !== 'clock' && kind !== 'clocks';

/** Of fewer slow steps nobody asks what is common to them: of those with a name in common, and of all in a run. */
export const fewestTogether = ({ kind }: Shared): number => (kind === 'surroundings' ? 3 : 2);

/** What at least two executions share, by kind, then in order of name. O(V log V). */
export function sharedBy(run: RunView): Shared[] {
  const names = clockNames(run);
  const pair = names.length === 2 ? names.map(clockText).join(' and ') : undefined;
  const resources = new Map<string, number[]>();
  const clocks = new Map<string, number[]>();
  for (const [node, execution] of run.executions.entries()) {
    for (const name of Object.keys(run.stepOf(execution)?.resources ?? {})) use(resources, name, node);
    if (pair !== undefined) use(clocks, pair, node);
    else if (execution.clock !== undefined) use(clocks, execution.clock, node);
  }
  return [
    ...sharing(pair === undefined ? 'clock' : 'clocks', clocks),
    ...sharing('resource', resources),
    ...commonTo(run),
  ];
}

/** Models, tools, agents and services by name, and all steps together. What the same executions share counts once. O(V). */
function commonTo(run: RunView): Shared[] {
  const kinds = executionKinds(run);
  const [models, tools, agents, services] = [0, 1, 2, 3].map(() => new Map<string, number[]>()) as [
    Users,
    Users,
    Users,
    Users,
  ];
  for (const [node, { attributes }] of run.executions.entries()) {
    useIfNamed(models, kinds[node]!.model, node);
    useIfNamed(tools, kinds[node]!.tool, node);
    useIfNamed(agents, attributes?.['gen_ai.agent.name'] ?? attributes?.['agent.name'], node);
    useIfNamed(services, attributes?.['service.name'], node);
  }
  const isOfSeveral = (shared: Shared): boolean => stepsOf(run, shared) >= fewestTogether(shared);
  const all: Shared = { kind: 'surroundings', name: 'all steps', users: run.executions.map((_, node) => node) };
  const named = [
    ...sharing('model', models),
    ...sharing('tool', tools),
    ...sharing('agent', agents),
    ...sharing('service', services),
  ];
  if (named.length === 0) return [all].filter(isOfSeveral);
  const known = new Set<string>();
  return [...named, all].filter((shared) => {
    const key = shared.users.join();
    return isOfSeveral(shared) && !known.has(key) && known.add(key);
  });
}

const stepsOf = ({ executions }: RunView, { users }: Shared): number =>
  new Set(users.map((node) => executions[node]!.stepId)).size;

type Users = Map<string, number[]>;

const sharing = (kind: Shared['kind'], byName: ReadonlyMap<string, readonly number[]>): Shared[] =>
  [...byName]
    .filter(([, users]) => users.length > 1)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, users]) => ({ kind, name, users }));

function useIfNamed(users: Users, name: unknown, node: number): void {
  if (typeof name === 'string') use(users, name, node);
}

function use(users: Users, name: string, node: number): void {
  const known = users.get(name);
  if (known === undefined) users.set(name, [node]);
  else known.push(node);
}

/** The clocks of a run, in order of name; `undefined`: that of roots that name none. What else names none has its caller's. O(V). */
export const clockNames = fact(({ executions, parent }: RunView): readonly (string | undefined)[] => {
  const named = executions.filter(({ clock }, node) => clock !== undefined || parent[node]! < 0);
  const names = new Set(named.map(({ clock }) => clock));
  const isUnnamed = names.delete(undefined);
  return [...[...names].toSorted(inTextOrder), ...(isUnnamed ? [undefined] : [])];
});

const inTextOrder = (a = '', b = ''): number => (a < b ? -1 : 1);

const clockText = (clock: string | undefined): string =>
  clock === undefined ? 'one that is not named' : quoted(clock);
