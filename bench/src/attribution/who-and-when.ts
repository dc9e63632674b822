import { transcript } from '@faultline/plugin-ingest-llm';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import type { LabelledCase } from './labelled-case.ts';
import { runsOfJson } from './runs-of-json.ts';

/** A conversation and its label. The answer to the question is not even read. */
const fileSchema = z.object({
  question: z.string().default(''),
  question_ID: z.string().default(''),
  history: z.array(z.record(z.string(), z.json())),
  mistake_agent: z.string(),
  mistake_step: z.coerce.number().int(),
});

/** Folders under a folder, itself among them, that hold conversations with labels, in order of their names. */
export function labelledFolders(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  const files = globSync('**/*.json', { cwd: folder }).toSorted();
  const folders = new Map(files.map((file) => [join(folder, dirname(file)), join(folder, file)]));
  return [...folders].filter(([, file]) => fileSchema.safeParse(parsed(file)).success).map(([path]) => path);
}

/** Reads a folder of conversations, each through the ingester of transcripts, that is given the messages and nothing else. */
export async function casesIn(folder: string): Promise<readonly LabelledCase[]> {
  const cases: LabelledCase[] = [];
  const files = globSync('*.json', { cwd: folder }).toSorted((a, b) => a.localeCompare(b, 'en', { numeric: true }));
  for (const file of files) {
    const path = join(folder, file);
    const read = fileSchema.safeParse(parsed(path));
    if (!read.success) continue;
    const { question, question_ID: id, history, mistake_agent: agent, mistake_step: step } = read.data;
    for (const run of await runsOfJson({ id: file, history }, [transcript], path))
      cases.push({
        run,
        group: question === '' ? id : question,
        agent: withoutSuffix(agent),
        step,
        numberOf: new Map(run.executions.map((execution) => [execution.id, numberIn(execution.id)])),
      });
  }
  return cases;
}

const parsed = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8')) as unknown;

/** `"Orchestrator (thought)"` is the agent Orchestrator. */
const withoutSuffix = (agent: string): string => agent.replace(/\s*\([^()]*\)$/, '').trim();

/** The ingester names executions for the place of their message: `message-3`, `message-3.1`. */
const numberIn = (id: string): number => Number(/^message-(\d+)/.exec(id)?.[1] ?? -1);
