import { basename, join } from 'node:path';
import { seededRandom } from '@faultline/stats';
import type { Benchmark, Row } from '../benchmark.ts';
import { attempted, nothingRow, passedOverRows, type PassedOver } from '../data/passed-over.ts';
import { foldsOf } from './folds.ts';
import type { LabelledCase } from './labelled-case.ts';
import { masSimCases } from './mas-sim.ts';
import { rowOf, withTargets, type Scored } from './method-row.ts';
import { placeRanker } from './place-ranker.ts';
import { trained, untrained, type Ranker } from './prediction.ts';
import { meanScore, scoreOf } from './scores.ts';
import { modalStep, randomRanker, trivialRankers } from './trivial-rankers.ts';
import { labelledSetsIn } from './who-and-when.ts';

/**
 * How well the step and the agent are found that made the decisive error of a failed run, out of the box and trained, beside rules
 * that look for one thing and priors that read nothing. The answers to the tasks are not used.
 */
export const attribution: Benchmark = {
  name: 'attribution',
  description: 'Finds the decisive step of failed runs of agents, untrained and trained, beside trivial rules.',
  needsData: true,
  async *run({ isQuick, dataFolder, trainFolder, testFolder }) {
    const seeds = isQuick ? [1] : [1, 2, 3, 4, 5];
    if (trainFolder !== undefined && testFolder !== undefined) {
      yield* transferRows(trainFolder, testFolder);
      return;
    }
    const labelled = testFolder ?? join(dataFolder ?? '', whoAndWhen);
    const passedOver: PassedOver[] = [];
    const sets = await labelledSetsIn(labelled, passedOver);
    if (sets.length === 0) yield nothingRow(whoAndWhen, `labelled conversation under "${labelled}"`);
    for (const { name, cases } of sets)
      yield* rowsOf(name, cases, seeds, name === 'Algorithm-Generated' && cases.length === 126);
    yield* passedOverRows(whoAndWhen, passedOver);
    if (dataFolder !== undefined && testFolder === undefined) yield* masSimRows(join(dataFolder, masSim));
  },
};

const whoAndWhen = 'who_and_when';
const masSim = 'mas-sim-otel';
/** How often a random order is drawn: its figures are means. */
const randomDraws = 200;
const foldCount = 5;

/** All methods on one set; without seeds the trained ones leave one out. */
function* rowsOf(
  set: string,
  cases: readonly LabelledCase[],
  seeds: readonly number[],
  hasTargets: boolean,
): Generator<Row> {
  yield rowOf(set, randomly(cases));
  for (const [method, ranker] of trivialRankers) yield rowOf(set, scored(method, cases, ranker));
  yield rowOf(set, leftOut('most frequent step, leave one out', cases, modalStep));
  const place = leftOut('place and agent, leave one out', cases, placeRanker);
  yield rowOf(set, place);
  const ours = scored('ours, untrained', cases, untrained);
  yield withTargets(rowOf(set, ours, place), ours, hasTargets ? { agent: 51.6, step: 30.2 } : {});
  const passedOver: PassedOver[] = [];
  // Of one task, or of persons alone, nothing can be learned.
  const learned = attempted('ours, trained', passedOver, () =>
    seeds.length === 0 ? leftOut('ours, trained, leave one out', cases, trained) : inFolds(cases, seeds),
  );
  const targets = hasTargets ? { agent: 62, step: 43, top3: 72 } : {};
  if (learned !== undefined) yield withTargets(rowOf(set, learned, place), learned, targets);
  yield* passedOverRows(set, passedOver);
  if (hasTargets) yield published;
}

async function* masSimRows(folder: string): AsyncGenerator<Row> {
  const passedOver: PassedOver[] = [];
  const cases = await masSimCases(folder, passedOver);
  if (cases.length === 0) yield nothingRow(masSim, `labelled trace under "${folder}"`);
  else yield* rowsOf(masSim, cases, [], false);
  yield* passedOverRows(masSim, passedOver);
}

/** Learned on the tasks of one set that another does not have, scored on all of the other. */
async function* transferRows(trainFolder: string, testFolder: string): AsyncGenerator<Row> {
  const set = `${basename(trainFolder)} -> ${basename(testFolder)}`;
  const passedOver: PassedOver[] = [];
  const [train, test] = [
    (await labelledSetsIn(trainFolder, passedOver)).flatMap(({ cases }) => cases),
    (await labelledSetsIn(testFolder, passedOver)).flatMap(({ cases }) => cases),
  ];
  if (test.length === 0) {
    yield* passedOverRows(set, passedOver);
    yield nothingRow(set, `labelled conversation under "${testFolder}"`);
    return;
  }
  const tasks = new Set(test.map(({ group }) => group));
  const others = train.filter(({ group }) => !tasks.has(group));
  yield rowOf(set, randomly(test));
  const ours = scored('ours, untrained', test, untrained);
  if (others.length === 0) {
    yield rowOf(set, ours);
    yield* passedOverRows(set, passedOver);
    yield nothingRow(set, `task under "${trainFolder}" that is not tested as well: nothing is learned`);
    return;
  }
  const place = scored(`place and agent, of ${others.length} others`, test, placeRanker(others));
  yield rowOf(set, place);
  yield rowOf(set, ours, place);
  const method = `ours, trained on ${others.length} others`;
  const learned = attempted(method, passedOver, () => scored(method, test, trained(others)));
  if (learned !== undefined) yield rowOf(set, learned, place);
  yield* passedOverRows(set, passedOver);
}

function scored(method: string, cases: readonly LabelledCase[], ranker: Ranker): Scored {
  const predictions = cases.map(ranker);
  return { method, predictions, scores: predictions.map((one, i) => scoreOf(at(cases, i), one)) };
}

function randomly(cases: readonly LabelledCase[]): Scored {
  const ranker = randomRanker(seededRandom(1));
  const scores = cases.map((one) => meanScore(Array.from({ length: randomDraws }, () => scoreOf(one, ranker(one)))));
  return { method: 'random', scores };
}

function leftOut(
  method: string,
  cases: readonly LabelledCase[],
  learn: (cases: readonly LabelledCase[]) => Ranker,
): Scored {
  const predictions = cases.map((one) => learn(cases.filter(({ group }) => group !== one.group))(one));
  return { method, predictions, scores: predictions.map((one, i) => scoreOf(at(cases, i), one)) };
}

/** Folds by task; the scores of a case are means over the seeds. */
function inFolds(cases: readonly LabelledCase[], seeds: readonly number[]): Scored {
  const runs = seeds.map((seed) => {
    const folds = foldsOf(cases, foldCount, seed);
    const rankers = Array.from({ length: foldCount }, (_, fold) =>
      trained(cases.filter((_case, i) => folds[i] !== fold)),
    );
    return cases.map((one, i) => at(rankers, folds[i] ?? 0)(one));
  });
  const scores = cases.map((one, i) => meanScore(runs.map((predictions) => scoreOf(one, at(predictions, i)))));
  return { method: `ours, trained, ${foldCount} folds x ${seeds.length} seeds`, scores, predictions: runs.flat() };
}

/** For context: a language model that saw no labels, and no answer. Zhang et al., ICML 2025, table 1, best of each column. */
const published: Row = {
  columns: {
    set: 'Algorithm-Generated',
    method: 'GPT-4o, zero-shot (published)',
    n: 126,
    'agent %': 51.1,
    'step %': 16.6,
  },
};

function at<T>(values: readonly T[], index: number): T {
  const value = values[index];
  if (value === undefined) throw new RangeError(`There is no entry ${index}.`);
  return value;
}
