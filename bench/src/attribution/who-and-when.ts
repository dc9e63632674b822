import { transcript } from '@faultline/plugin-ingest-llm';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import type { LabelledCase } from './labelled-case.ts';
import { runsOfJson } from './runs-of-json.ts';

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

/** Folders under a folder, itself among them, that hold conversations with labels, in order of their names. */
export function labelledFolders(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  const files = globSync('**/*.json', { cwd: folder }).toSorted();
  const labelled = files.filter((file) => fileSchema.safeParse(parsed(join(folder, file))).success);
  return [...new Set(labelled.map((file) => join(folder, dirname(file))))];
}

/** Reads a folder of conversations, each through the ingester of transcripts, that is given the messages and nothing else. */
export async function casesIn(folder: string): Promise<readonly LabelledCase[]> {
  const cases: LabelledCase[] = [];
  const files = globSync('*.json', { cwd: folder }).toSorted((a, b) => a.localeCompare(b, 'en', { numeric: true }));
  for (const file of files) {
    const path = join(folder, file);
    const read = fileSchema.safeParse(parsed(path));
    if (!read.success) continue;
    const { question, question_ID, question_id, history, mistake_agent: agent, mistake_step: step } = read.data;
    for (const run of await runsOfJson({ id: file, history }, [transcript], path))
      cases.push({
        run,
        group: [question, question_ID, question_id, path].find((name) => name !== '') ?? path,
        agent: withoutSuffix(agent),
        step,
        numberOf: new Map(run.executions.map((execution) => [execution.id, numberIn(execution.id)])),
      });
  }
  return cases;
}

/** The same for all folders under a folder. */
export async function casesUnder(folder: string): Promise<readonly LabelledCase[]> {
  const cases: LabelledCase[] = [];
  for (const path of labelledFolders(folder)) cases.push(...(await casesIn(path)));
  return cases;
}

const parsed = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8')) as unknown;

/** `"Orchestrator (thought)"` is the agent Orchestrator. */
const withoutSuffix = (agent: string): string => agent.replace(/\s*\([^()]*\)$/, '').trim();

/** The ingester names executions for the place of their message: `message-3`, `message-3.1`. */
const numberIn = (id: string): number => Number(/^message-(\d+)/.exec(id)?.[1] ?? -1);
