import { join } from 'node:path';
import type { Row } from '../../benchmark.ts';
import { foldersIn } from '../../data/files-in.ts';
import { nothingRow, passedOverRows, type PassedOver } from '../../data/passed-over.ts';
import type { IncidentCase } from '../incident-case.ts';
import { healthyRow, incidentRows, judged, type JudgedIncident, type Wanted } from '../incident-rows.ts';
import { nezhaCases } from './nezha-cases.ts';

/** One of the two applications of the data set. */
interface Application {
  readonly set: string;
  readonly wanted: Wanted;
  /** For context. */
  readonly published: Row['columns'];
}

const trainTicket: Application = {
  set: 'nezha',
  wanted: { 'AC@1': 0.889, 'AC@3': 1, 'AC@5': 1, cpuMs: 500 },
  published: { cases: 45, 'AC@1': 0.8667, 'AC@3': 0.9778, 'AC@5': 0.9778, 'CPU ms, mean': 9000 },
};
const onlineBoutique: Application = {
  set: 'nezha, OnlineBoutique',
  wanted: {},
  published: { cases: 56, 'AC@1': 0.9286, 'AC@3': 0.9643, 'AC@5': 0.9643 },
};

/**
 * Services at fault in TrainTicket and in OnlineBoutique, from traces and logs: G. Yu et al., "Nezha: interpretable fine-grained
 * root causes analysis for microservices on multi-modal observability data", ESEC/FSE 2023. The fault-free minutes of the same
 * day are what was before; the minute of the injection, from then on, and the two after it are the incident. Metrics of pods
 * are not used. Read is every folder of `DIR/rca` that has `rca_data`.
 */
export function* nezha(dataFolder: string, isQuick: boolean): Generator<Row> {
  const rca = join(dataFolder, 'rca');
  const passedOver: PassedOver[] = [];
  const judgedOf = new Map<Application, JudgedIncident[]>([
    [trainTicket, []],
    [onlineBoutique, []],
  ]);
  for (const name of foldersIn(rca).filter((one) => foldersIn(join(rca, one)).includes('rca_data')))
    for (const one of nezhaCases(join(rca, name), passedOver, isQuick ? 4 : 1))
      judgedOf.get(applicationOf(one))?.push(judged(one));
  for (const [application, all] of judgedOf) yield* applicationRows(application, all);
  if ([...judgedOf.values()].every((all) => all.length === 0))
    yield nothingRow('nezha', `incident of Nezha under "${rca}": folders with rca_data and construct_data`);
  yield* passedOverRows('nezha', passedOver);
}

/** The services of TrainTicket have its name. */
const applicationOf = ({ symptom }: IncidentCase): Application =>
  symptom.startsWith('ts-') ? trainTicket : onlineBoutique;

function* applicationRows({ set, wanted, published }: Application, all: readonly JudgedIncident[]): Generator<Row> {
  const faults = all.filter(({ isHealthy }) => !isHealthy);
  const healthy = all.filter(({ isHealthy }) => isHealthy);
  if (faults.length > 0) {
    yield* incidentRows(set, faults, wanted);
    yield { columns: { set, group: 'all', method: 'Nezha (as published)', ...published } };
  }
  if (healthy.length > 0) yield healthyRow(set, healthy);
}
