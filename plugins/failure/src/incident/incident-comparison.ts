import type { RunView } from '@faultline/core';
import type { Baselines } from '@faultline/facts';
import { simes } from '@faultline/stats';
import { logFactorOfP } from '../root-cause/clue.ts';
import { metricNews, MetricReader, passableShare } from './metric-news.ts';
import { placeGraph } from './place-graph.ts';
import { placePosterior, type Story } from './place-posterior.ts';
import { linkTests, negligibleMs, placeTests, type PlaceTest } from './place-tests.ts';
import type { PlaceOf } from './sightings-in.ts';
import { WindowReader } from './window.ts';

/** How incidents are read. */
export interface IncidentOptions {
  /** Where an execution ran: its service, its host, its agent. By default its step. */
  readonly placeOf?: PlaceOf;
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
  /** How the fault shows there, most likely. */
  readonly story: Story;
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

/** Where runs belong: to the incident, or to what was before it. */
export type IncidentPart = 'during' | 'before';

/** How likely nothing is wrong, before anything was compared. */
const nowherePrior = 0.5;
/** How often a fault makes a p-value below 0.1 where it shows. */
const noticed = 0.9;

/**
 * Runs of an incident, compared with runs before it, read one by one and in any order: figures are kept, runs are not.
 * Places are compared by their own time on the critical paths, by what they call and how they fail, by their recorded
 * metrics; the ways between them by the time that the callee does not account for. What best explains all that is otherwise
 * comes first.
 *
 *     before: shop -> cart 4 ms, shop -> pay 5 ms     during: shop -> cart 4 ms, shop -> pay 2 s, bill -> pay 2 s
 *     -> pay 0.99: all ways to it take longer; of those from shop only this one
 *
 * Places in the sense of service-level root cause localisation: G. Yu et al., "Nezha: interpretable fine-grained root causes
 * analysis for microservices on multi-modal observability data", ESEC/FSE 2023, from which the comparison of a fault-free
 * with a faulty window is taken; evidence and explanation are those of `rootPosterior`. O(V + E) for each run and
 * O(P² + P L) for P places and L ways in the end.
 */
export class IncidentComparison {
  readonly #canBeAtFault: (place: string) => boolean;
  readonly #windows: Readonly<Record<IncidentPart, WindowReader>>;
  readonly #metrics: Readonly<Record<IncidentPart, MetricReader>> | undefined;

  constructor({
    placeOf = ({ stepId }) => stepId,
    learned,
    worseOf = () => ['high', 'low'],
    canBeAtFault = () => true,
  }: IncidentOptions = {}) {
    this.#canBeAtFault = canBeAtFault;
    this.#windows = { during: new WindowReader(placeOf), before: new WindowReader(placeOf) };
    if (learned === undefined) return;
    const sources = { learned, placeOf, worseOf };
    this.#metrics = { during: new MetricReader(sources), before: new MetricReader(sources) };
  }

  add(run: RunView, part: IncidentPart): void {
    this.#windows[part].add(run);
    this.#metrics?.[part].add(run);
  }

  /** What may have caused the incident, by all runs so far. */
  causes(): IncidentCauses {
    const now = this.#windows.during.view();
    const usual = this.#windows.before.view();
    const graph = placeGraph([usual, now]);
    const { places, links } = graph;
    const negligible = negligibleMs(usual);
    const news = this.#metrics && metricNews(this.#metrics.during, this.#metrics.before);
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
        isCandidate: Uint8Array.from(places, (place) => Number(this.#canBeAtFault(place))),
      },
      nowherePrior,
    );
    const causes = roots.map(({ node, probability, story }): IncidentCause => {
      const ways = links.flatMap(({ from, to }, link) => (from === node || to === node ? testsOn[link]! : []));
      const evidence = [...testsAt[node]!, ...ways].toSorted((a, b) => a.p - b.p || (a.says < b.says ? -1 : 1));
      return { place: places[node]!, probability, story, evidence };
    });
    return { causes, nowhere };
  }
}

const both = <T>(before: T | undefined, during: T | undefined): [T, T] | undefined =>
  before === undefined || during === undefined ? undefined : [before, during];

/** How much all tests together speak for something being otherwise, in one of their families. Nothing compared says nothing. */
function factorOf(tests: readonly PlaceTest[]): number {
  if (tests.length === 0) return 0;
  const families = [...Map.groupBy(tests, ({ isNew = false }) => isNew).values()];
  const p = families.length * Math.min(...families.map((family) => simes(family.map((test) => test.p))));
  return p < 0.1 ? logFactorOfP(p) : Math.log((1 - noticed) / 0.9);
}
