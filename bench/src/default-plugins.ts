import type { Plugin } from '@faultline/core';
import healthcare from '@faultline/plugin-healthcare';
import ingestJson from '@faultline/plugin-ingest-json';
import ingestLlm from '@faultline/plugin-ingest-llm';
import ingestTraces from '@faultline/plugin-ingest-traces';
import ingestWorkflows from '@faultline/plugin-ingest-workflows';
import integrity from '@faultline/plugin-integrity';
import optimize from '@faultline/plugin-optimize';
import reportJson from '@faultline/plugin-report-json';
import reportTerminal from '@faultline/plugin-report-terminal';
import schedule from '@faultline/plugin-schedule';

/** The plugins that come with the command line. */
export const defaultPlugins: readonly Plugin[] = [
  integrity,
  schedule,
  optimize,
  healthcare,
  ingestJson,
  ingestTraces,
  ingestLlm,
  ingestWorkflows,
  reportTerminal,
  reportJson,
];

/** Their ingesters. */
export const defaultIngesters = defaultPlugins.flatMap((plugin) => plugin.ingesters ?? []);
