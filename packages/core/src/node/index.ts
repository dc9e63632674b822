export { chunksOfFile } from './chunks-of-file.ts';
export { chunksOfInput } from './chunks-of-input.ts';
export { decompressed, type DecompressOptions } from './decompressed.ts';
export { configSchema, defineConfig, type Config, type ConfigInput } from './config.ts';
export { loadConfig, type LoadedConfig } from './load-config.ts';
export { fileOf, loadPlugins } from './load-plugins.ts';
export { baselineText, loadBaseline, loadHistory, type Baseline } from './baseline.ts';
export { refuseUnknownParts } from './refuse-unknown-parts.ts';
export { loadWorkflow } from './load-workflow.ts';
