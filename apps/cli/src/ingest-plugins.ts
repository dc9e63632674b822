import type { Plugin } from '@faultline/core';
import ingestJson from '@faultline/plugin-ingest-json';
import ingestLlm from '@faultline/plugin-ingest-llm';
import ingestTraces from '@faultline/plugin-ingest-traces';
import ingestWorkflows from '@faultline/plugin-ingest-workflows';

/** Those of the plugins that come with the CLI that read: all that looking into traces needs. */
export const ingestPlugins: readonly Plugin[] = [ingestJson, ingestTraces, ingestLlm, ingestWorkflows];
