import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from '@faultline/core';
import healthcare from '@faultline/plugin-healthcare';
import ingestJson from '@faultline/plugin-ingest-json';
import ingestLlm from '@faultline/plugin-ingest-llm';
import ingestTraces from '@faultline/plugin-ingest-traces';
import ingestWorkflows from '@faultline/plugin-ingest-workflows';
import integrity from '@faultline/plugin-integrity';
import reportJson from '@faultline/plugin-report-json';
import reportTerminal from '@faultline/plugin-report-terminal';
import schedule from '@faultline/plugin-schedule';
import type { Benchmark } from '../benchmark.ts';
import { badJson } from './bad-json.ts';
import { naughtyStrings } from './naughty-strings.ts';

const plugins: readonly Plugin[] = [
  integrity,
  schedule,
  healthcare,
  ingestJson,
  ingestTraces,
  ingestLlm,
  ingestWorkflows,
  reportTerminal,
  reportJson,
];
const ingesters = plugins.flatMap((plugin) => plugin.ingesters ?? []);

/** Corpora of bad input through everything: no crash, no hang, nothing taken for a trace that is none. */
export const badinput: Benchmark = {
  name: 'badinput',
  description: 'DATA/badinput: the JSON test suite by every ingester, the naughty strings through the whole pipeline',
  needsData: true,
  async *run({ dataFolder = '' }) {
    const suite = join(dataFolder, 'badinput/JSONTestSuite');
    const strings = join(dataFolder, 'badinput/blns/blns.json');
    if (existsSync(suite)) yield* badJson(suite, ingesters);
    if (existsSync(strings)) yield* naughtyStrings(strings, plugins, ingesters);
  },
};
