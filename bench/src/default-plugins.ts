import type { Plugin } from '@faultline/core';
import anomaly from '@faultline/plugin-anomaly';
import attribution from '@faultline/plugin-attribution';
import failure from '@faultline/plugin-failure';
import healthcare from '@faultline/plugin-healthcare';
import integrity from '@faultline/plugin-integrity';
import optimize from '@faultline/plugin-optimize';
import reportJson from '@faultline/plugin-report-json';
import reportTerminal from '@faultline/plugin-report-terminal';
import schedule from '@faultline/plugin-schedule';
import { ingestPlugins } from './default-ingesters.ts';

/** The plugins that come with the command line. */
export const defaultPlugins: readonly Plugin[] = [
  integrity,
  anomaly,
  schedule,
  failure,
  attribution,
  optimize,
  healthcare,
  ...ingestPlugins,
  reportTerminal,
  reportJson,
];
