import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Benchmark } from '../benchmark.ts';
import { nothingRow } from '../data/passed-over.ts';
import { defaultIngesters } from '../default-ingesters.ts';
import { defaultPlugins } from '../default-plugins.ts';
import { badJson } from './bad-json.ts';
import { naughtyStrings } from './naughty-strings.ts';

/** Corpora of bad input through everything: no crash, no hang, nothing taken for a trace that is none. */
export const badinput: Benchmark = {
  name: 'badinput',
  description: 'DATA/badinput: the JSON test suite by every ingester, the naughty strings through the whole pipeline',
  needsData: true,
  async *run({ dataFolder = '' }) {
    const suite = join(dataFolder, 'badinput/JSONTestSuite');
    const strings = join(dataFolder, 'badinput/blns/blns.json');
    if (existsSync(suite)) yield* badJson(suite, defaultIngesters);
    if (existsSync(strings)) yield* naughtyStrings(strings, defaultPlugins, defaultIngesters);
    if (!existsSync(suite) && !existsSync(strings))
      yield nothingRow('badinput', `JSONTestSuite and no blns under "${join(dataFolder, 'badinput')}"`);
  },
};
