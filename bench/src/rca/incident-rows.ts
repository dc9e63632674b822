import { incidentCauses } from '@faultline/plugin-failure';
import type { Row } from '../benchmark.ts';
import type { IncidentCase } from './incident-case.ts';
import { placeRankers } from './trivial-places.ts';

/** How one incident was judged. */
export interface JudgedIncident {
  readonly group: string;
  readonly isHealthy: boolean;
  /** Where our ranking has the true cause, from 1; Infinity: nowhere. */
  readonly rank: number;
  /** The same of rules without theory, by name. */
  readonly otherRanks: Readonly<Record<string, number>>;
  readonly placeCount: number;
  /** Whether a cause was named at all. */
  readonly isNamed: boolean;
  readonly cpuMs: number;
}

/** Ranks the causes of an incident. Loading is not counted. */
export function judged(one: IncidentCase): JudgedIncident {
  const from = process.cpuUsage();
  const { causes, nowhere } = incidentCauses(one.during, one.before, one.options);
  const { user, system } = process.cpuUsage(from);
  const rankIn = (places: readonly string[]): number =>
    one.rootCause !== undefined && places.includes(one.rootCause) ? places.indexOf(one.rootCause) + 1 : Infinity;
  return {
    group: one.group,
    isHealthy: one.rootCause === undefined,
    rank: rankIn(causes.map(({ place }) => place)),
    otherRanks: Object.fromEntries(
      Object.entries(placeRankers).map(([name, ranker]) => [name, rankIn(ranker(one))] as const),
    ),
    placeCount: one.figures.length,
    isNamed: nowhere <= 0.5,
    cpuMs: (user + system) / 1000,
  };
}

/** Shares that are wanted, and CPU time that one case may take. */
export interface Wanted {
  readonly 'AC@1'?: number;
  readonly 'AC@3'?: number;
  readonly 'AC@5'?: number;
  readonly cpuMs?: number;
}

/** Ours, in groups and in total, then the rules without theory. */
export function* incidentRows(set: string, cases: readonly JudgedIncident[], wanted: Wanted): Generator<Row> {
  const groups = Map.groupBy(cases, ({ group }) => group);
  for (const [group, members] of groups)
    yield { columns: { set, group, method: 'ours', ...accuracy(members.map(({ rank }) => rank)), ...effort(members) } };
  const columns = { set, group: 'all', method: 'ours', ...accuracy(cases.map(({ rank }) => rank)), ...effort(cases) };
  const missed = shortfalls(cases, wanted);
  yield missed.length === 0 ? { columns } : { columns, missed: `${set}: ${missed.join(', ')}.` };
  yield { columns: { set, group: 'all', method: 'random, on average', ...randomAccuracy(cases) } };
  for (const method of Object.keys(placeRankers))
    yield {
      columns: {
        set,
        group: 'all',
        method,
        ...accuracy(cases.map(({ otherRanks }) => otherRanks[method] ?? Infinity)),
      },
    };
}

/** One method over all cases. */
export const accuracyRow = (set: string, method: string, cases: readonly JudgedIncident[]): Row => ({
  columns: { set, group: 'all', method, ...accuracy(cases.map(({ rank }) => rank)) },
});

/** In how many windows without a fault none is named. */
export const healthyRow = (set: string, windows: readonly JudgedIncident[]): Row => ({
  columns: {
    set,
    group: 'fault-free windows',
    method: 'ours',
    cases: windows.length,
    'nothing blamed': windows.filter(({ isNamed }) => !isNamed).length / windows.length,
  },
});

function shortfalls(cases: readonly JudgedIncident[], { cpuMs: most = Infinity, ...shares }: Wanted): string[] {
  const got = accuracy(cases.map(({ rank }) => rank));
  const mean = cases.reduce((sum, { cpuMs }) => sum + cpuMs, 0) / cases.length;
  return [
    ...Object.entries(shares).flatMap(([name, share]) =>
      Number(got[name]) < share ? [`${name} is ${Number(got[name]).toFixed(3)}, ${share} wanted`] : [],
    ),
    ...(mean > most ? [`a case takes ${mean.toFixed(0)} ms, at most ${most} wanted`] : []),
  ];
}

function accuracy(ranks: readonly number[]): Row['columns'] {
  const within = (most: number): number => ranks.filter((rank) => rank <= most).length / ranks.length;
  return { cases: ranks.length, 'AC@1': within(1), 'AC@3': within(3), 'AC@5': within(5) };
}

const effort = (members: readonly JudgedIncident[]): Row['columns'] => ({
  'cause named': members.filter(({ isNamed }) => isNamed).length / members.length,
  'CPU ms, mean': members.reduce((sum, { cpuMs }) => sum + cpuMs, 0) / members.length,
  'CPU ms, worst': Math.max(...members.map(({ cpuMs }) => cpuMs)),
});

function randomAccuracy(cases: readonly JudgedIncident[]): Row['columns'] {
  const within = (most: number): number =>
    cases.reduce((sum, { placeCount }) => sum + Math.min(1, most / placeCount), 0) / cases.length;
  return { cases: cases.length, 'AC@1': within(1), 'AC@3': within(3), 'AC@5': within(5) };
}
