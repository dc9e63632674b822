import { definePlugin } from '@faultline/core';
import { runJson } from './run-json.ts';

export default definePlugin({ name: 'ingest-json', ingesters: [runJson] });
export { runJson };
