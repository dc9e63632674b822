import { definePlugin } from '@faultline/core';
import { githubActions } from './github-actions/github-actions.ts';
import { wfFormat } from './wfformat/wf-format.ts';
import { xes } from './xes/xes.ts';

export default definePlugin({ name: 'ingest-workflows', ingesters: [wfFormat, githubActions, xes] });
export { githubActions, wfFormat, xes };
