import type { Plugin } from '@faultline/core';
import ingestJson from '@faultline/plugin-ingest-json';
import ingestLlm from '@faultline/plugin-ingest-llm';
import ingestTraces from '@faultline/plugin-ingest-traces';
import ingestWorkflows from '@faultline/plugin-ingest-workflows';

/** The plugins that read, of those that come with the command line: all that is loaded to inspect. */
export const ingestPlugins: readonly Plugin[] = [ingestJson, ingestTraces, ingestLlm, ingestWorkflows];

/** Their ingesters. */
export const defaultIngesters = ingestPlugins.flatMap((plugin) => plugin.ingesters ?? []);
