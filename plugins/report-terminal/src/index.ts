import { definePlugin, type Plugin } from '@faultline/core';
import { terminalReporter } from './terminal.ts';

/** The report that a person reads in a terminal. */
const reportTerminal: Plugin<'report-terminal'> = definePlugin({
  name: 'report-terminal',
  reporters: [terminalReporter],
});

export default reportTerminal;
export { terminalReporter } from './terminal.ts';
