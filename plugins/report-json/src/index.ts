import { definePlugin, type Plugin } from '@faultline/core';
import { jsonReporter } from './json.ts';
import { jsonLinesReporter } from './json-lines.ts';

/** Reports as JSON and as JSON Lines, for programs. */
const reportJson: Plugin<'report-json'> = definePlugin({
  name: 'report-json',
  reporters: [jsonReporter, jsonLinesReporter],
});

export default reportJson;
export { jsonReporter } from './json.ts';
export { jsonLinesReporter } from './json-lines.ts';
