import { quoted, type RunView } from '@faultline/core';
import { executionKinds, stepIndex } from '@faultline/facts';
import { fact } from '@faultline/graph';
import type { StepExecution } from '@faultline/model';

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
  const clocks = usersBy(run, ({ clock }) => pair ?? clock);
  const resources: Users = new Map();
  for (let node = 0; node < run.executionCount; node++)
    for (const name of Object.keys(run.stepOf(run.executions[node]!)?.resources ?? {})) use(resources, name, node);
  return sharing(pair === undefined ? 'clock' : 'clocks', clocks).concat(sharing('resource', resources), commonTo(run));
}

/** Models, tools, agents and services by name, and all steps together. What the same executions share counts once. O(V). */
function commonTo(run: RunView): Shared[] {
  const kinds = executionKinds(run);
  const { ids, stepOf } = stepIndex(run);
  const all: Shared = { kind: 'surroundings', name: 'all steps', users: [...run.executions.keys()] };
  const models = usersBy(run, (_, node) => kinds[node]!.model);
  const tools = usersBy(run, (_, node) => kinds[node]!.tool);
  const agents = usersBy(run, ({ attributes }) => attributes?.['gen_ai.agent.name'] ?? attributes?.['agent.name']);
  const services = usersBy(run, ({ attributes }) => attributes?.['service.name']);
  const named = sharing('model', models).concat(
    sharing('tool', tools),
    sharing('agent', agents),
    sharing('service', services),
  );
  if (named.length === 0) return ids.length >= fewestTogether(all) ? [all] : [];
  const known = new Set<string>();
  return named.concat(all).filter((shared) => {
    const key = shared.users.join();
    const steps = new Set(shared.users.map((node) => stepOf[node]));
    return steps.size >= fewestTogether(shared) && !known.has(key) && known.add(key);
  });
}

type Users = Map<string, number[]>;

/** By name: the executions that have it. What is no text is no name. */
function usersBy({ executions }: RunView, nameOf: (execution: StepExecution, node: number) => unknown): Users {
  const users: Users = new Map();
  for (let node = 0; node < executions.length; node++) {
    const name = nameOf(executions[node]!, node);
    if (typeof name === 'string') use(users, name, node);
  }
  return users;
}

/** What at least two executions have in common, in order of name. */
function sharing(kind: Shared['kind'], users: Users): Shared[] {
  const shared: Shared[] = [];
  for (const [name, nodes] of users) if (nodes.length > 1) shared.push({ kind, name, users: nodes });
  return shared.toSorted((a, b) => (a.name < b.name ? -1 : 1));
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
