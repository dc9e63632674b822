import { definePlugin } from '@faultline/core';
import { otlpJson } from './otlp-json.ts';

export default definePlugin({ name: 'ingest-traces', ingesters: [otlpJson] });
export { otlpJson };
