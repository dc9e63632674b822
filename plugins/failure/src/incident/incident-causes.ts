import type { RunView } from '@faultline/core';
import type { Baselines } from '@faultline/facts';
import type { StepExecution } from '@faultline/model';
import { simes } from '@faultline/stats';
import { logFactorOfP } from '../root-cause/clue.ts';
import { metricNews, passableShare } from './metric-news.ts';
import { placeGraph } from './place-graph.ts';
import { placePosterior } from './place-posterior.ts';
import { linkTests, negligibleMs, placeTests, type PlaceTest } from './place-tests.ts';
import { windowOf } from './window.ts';

/** How incidents are read. */
export interface IncidentOptions {
  /** Where an execution ran: its service, its host, its agent. By default its step. */
  readonly placeOf?: (execution: StepExecution) => string;
  /** What is usual for recorded metrics. Without it they are not compared. */
  readonly learned?: Baselines;
  /** Directions in which a metric is worse than usual. By default both. */
  readonly worseOf?: (metric: string) => readonly ('high' | 'low')[];
  /** Whether the cause can be at a place. What cannot be at fault still shows that others are. By default it can. */
  readonly canBeAtFault?: (place: string) => boolean;
}

/** Where the cause of an incident can be. */
export interface IncidentCause {
  readonly place: string;
  readonly probability: number;
  /** What was compared there and on the ways that lead there and from there, least likely first. */
  readonly evidence: readonly PlaceTest[];
}

/** What may have caused an incident. */
export interface IncidentCauses {
  /** Most probable first, ties by name. With `nowhere` they sum to 1. */
  readonly causes: readonly IncidentCause[];
  /** The probability that nothing is wrong. Above one half, no cause should be named. */
  readonly nowhere: number;
}

/** How likely nothing is wrong, before anything was compared. */
const nowherePrior = 0.5;
/** How often a fault makes a p-value below 0.1 where it shows. */
const noticed = 0.9;

/**
 * Where the cause of an incident is: many runs during it, compared with runs before. Places are compared by their own time
 * on the critical paths, by what they call and how they fail, by their recorded metrics; the ways between them by the
 * time that the callee does not account for. What best explains all that is otherwise comes first.
 *
 *     before: shop -> cart 4 ms, shop -> pay 5 ms     during: shop -> cart 4 ms, shop -> pay 2 s, bill -> pay 2 s
 *     -> pay 0.99: all ways to it take longer; of those from shop only this one
 *
 * Places in the sense of service-level root cause localisation: G. Yu et al., "Nezha: interpretable fine-grained root causes
 * analysis for microservices on multi-modal observability data", ESEC/FSE 2023, from which the comparison of a fault-free
 * with a faulty window is taken; evidence and explanation are those of `rootPosterior`. O(V + E + P² + P L) for P places
 * and L ways.
 *
 * @param during runs of the incident, in order of time
 * @param before runs without it, in order of time
 */
export function incidentCauses(
  during: readonly RunView[],
  before: readonly RunView[],
  {
    placeOf = ({ stepId }) => stepId,
    learned,
    worseOf = () => ['high', 'low'],
    canBeAtFault = () => true,
  }: IncidentOptions = {},
): IncidentCauses {
  const now = windowOf(during, placeOf);
  const usual = windowOf(before, placeOf);
  const graph = placeGraph([usual, now]);
  const { places, links } = graph;
  const negligible = negligibleMs(usual);
  const news = learned === undefined ? undefined : metricNews(during, before, { learned, placeOf, worseOf });
  const testsAt = places.map((place): readonly PlaceTest[] => {
    const compared = both(usual.places.get(place), now.places.get(place));
    return [...(compared ? placeTests(...compared, negligible) : []), ...(news?.get(place)?.tests ?? [])];
  });
  const testsOn = links.map(({ from, to }): readonly PlaceTest[] => {
    const compared = both(
      usual.links.get(places[from]!)?.get(places[to]!),
      now.links.get(places[from]!)?.get(places[to]!),
    );
    return compared ? linkTests(...compared, negligible) : [];
  });
  const { roots, nowhere } = placePosterior(
    graph,
    {
      slow: Float64Array.from(testsAt, (tests) => factorOf(tests.filter(({ kind }) => kind === 'own-time'))),
      odd: Float64Array.from(testsAt, (tests) => factorOf(tests.filter(({ kind }) => kind !== 'own-time'))),
      late: Float64Array.from(testsOn, factorOf),
      isCompared: Uint8Array.from(testsAt, (tests) => Number(tests.length > 0)),
      passes: (source, victim) => passableShare(news?.get(places[source]!), news?.get(places[victim]!)),
      isCandidate: Uint8Array.from(places, (place) => Number(canBeAtFault(place))),
    },
    nowherePrior,
  );
  const causes = roots.map(({ node, probability }): IncidentCause => {
    const ways = links.flatMap(({ from, to }, link) => (from === node || to === node ? testsOn[link]! : []));
    const evidence = [...testsAt[node]!, ...ways].toSorted((a, b) => a.p - b.p);
    return { place: places[node]!, probability, evidence };
  });
  return { causes, nowhere };
}

const both = <T>(before: T | undefined, during: T | undefined): [T, T] | undefined =>
  before === undefined || during === undefined ? undefined : [before, during];

/** How much all tests together speak for something being otherwise. Nothing compared says nothing. */
function factorOf(tests: readonly PlaceTest[]): number {
  if (tests.length === 0) return 0;
  const p = simes(tests.map((test) => test.p));
  return p < 0.1 ? logFactorOfP(p) : Math.log((1 - noticed) / 0.9);
}
