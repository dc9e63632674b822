export { jsonReporter as json } from '@faultline/plugin-report-json';
export { defaultPlugins } from '../default-plugins.ts';
