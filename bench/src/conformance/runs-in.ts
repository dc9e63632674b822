import { FaultlineError, readRuns, type RunView } from '@faultline/core';
import { decompressed } from '@faultline/core/node';
import type { Run } from '@faultline/model';
import { createReadStream } from 'node:fs';
import { defaultIngesters } from '../default-ingesters.ts';

const NS_PER_US = 1e3;

/** The runs of a file, as every analysis gets them. A file that is refused has none. */
export async function runsIn(path: string): Promise<readonly Run[]> {
  const bytes = decompressed(createReadStream(path), { source: path });
  const runs: Run[] = [];
  try {
    for await (const run of readRuns(bytes, defaultIngesters, { source: path, onProblem: refuse })) runs.push(run);
  } catch (error) {
    if (!(error instanceof FaultlineError)) throw error;
    return [];
  }
  return runs;
}

/** Whole microseconds, as fixtures have them: milliseconds in a double are exact to a quarter of one, in our time. */
export const usOf = (ns: number): number => Math.round(ns / NS_PER_US);

/** A time of the graph as microseconds since the epoch, and back. */
export const usAt = ({ startMs }: RunView, ns: number): number => Math.round(startMs * 1e3 + ns / NS_PER_US);
export const nsOfUs = ({ startMs }: RunView, us: number): number => Math.round(us - startMs * 1e3) * NS_PER_US;

/** The node of a span: ids in hexadecimal digits are read without regard to their case. -1: it is not in the run. */
export function nodeOfSpan(view: RunView, spanId: string): number {
  const id = /^[0-9a-f]+$/i.test(spanId) ? spanId.toLowerCase() : spanId;
  return view.executions.findIndex((execution) => execution.id === id);
}

function refuse(problem: Error): never {
  throw problem;
}
