import { transcript } from '@faultline/plugin-ingest-llm';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';
import { filesIn } from '../data/files-in.ts';
import { attempted, type PassedOver } from '../data/passed-over.ts';
import { jsonIn } from '../data/text-in.ts';
import type { LabelledCase } from './labelled-case.ts';
import { runOfJson } from './run-of-json.ts';

/** Conversations of one folder. */
export interface LabelledSet {
  /** Of the folder; with the folders around it where another has the same. */
  readonly name: string;
  readonly cases: readonly LabelledCase[];
}

const text = z
  .string()
  .nullish()
  .transform((told) => told ?? '');

/** A conversation and its label, whose step is a number or its text. The answer to the question is not even read. */
const fileSchema = z.object({
  question: text,
  question_ID: text,
  question_id: text,
  history: z.array(z.json()).nonempty(),
  mistake_agent: z.string(),
  mistake_step: z.union([
    z.int(),
    z
      .string()
      .regex(/^\s*\d+\s*$/)
      .transform(Number),
  ]),
});

/** What may hold conversations: other forms of them are named, and not read. */
const mayBeData = /\.(?:jsonl?|csv|parquet|zip|tar|tgz|[gx]z)$/i;

/** Labelled conversations in the folders under a folder, itself among them, in order of their names. */
export async function labelledSetsIn(folder: string, passedOver: PassedOver[]): Promise<readonly LabelledSet[]> {
  const cases = new Map<string, LabelledCase[]>();
  for (const file of filesIn(folder).filter((name) => mayBeData.test(name))) {
    const one = await caseIn(folder, file, passedOver);
    if (one === undefined) continue;
    const below = dirname(file);
    const known = cases.get(below);
    if (known === undefined) cases.set(below, [one]);
    else known.push(one);
  }
  const nameOf = (below: string): string => basename(join(folder, below));
  const names = [...cases.keys()].map(nameOf);
  return [...cases].map(([below, members]) => {
    const name = nameOf(below);
    return { name: names.filter((other) => other === name).length > 1 ? below : name, cases: members };
  });
}

/** Reads a conversation through the ingester of transcripts, that is given the messages and nothing else. */
async function caseIn(folder: string, file: string, passedOver: PassedOver[]): Promise<LabelledCase | undefined> {
  const path = join(folder, file);
  const read = attempted(file, passedOver, () => {
    if (!/\.json(?:\.gz)?$/i.test(file)) throw new Error('only JSON is read, one conversation in each file');
    return jsonIn(path, fileSchema);
  });
  if (read === undefined) return undefined;
  const { question, question_ID, question_id, history, mistake_agent, mistake_step: step } = read;
  const run = await runOfJson({ id: basename(file), history }, [transcript], file, passedOver);
  if (run === undefined) return undefined;
  return {
    run,
    group: [question, question_ID, question_id, path].find((name) => name !== '') ?? path,
    agent: withoutSuffix(mistake_agent),
    step,
    numberOf: new Map(run.executions.map((execution) => [execution.id, numberIn(execution.id)])),
  };
}

/** `"Orchestrator (thought)"` is the agent Orchestrator. */
const withoutSuffix = (agent: string): string => agent.replace(/\s*\([^()]*\)\s*$/, '').trim();

/** The ingester names executions for the place of their message: `message-3`, `message-3.1`. */
const numberIn = (id: string): number => Number(/^message-(\d+)/.exec(id)?.[1] ?? -1);
