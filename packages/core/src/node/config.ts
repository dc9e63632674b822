import { z } from 'zod';
import { severities } from '@faultline/model';
import { engineConfigSchema } from '../engine/config.ts';
import type { Plugin } from '../plugin/plugin.ts';

const pluginReference = z.union([
  z.string().min(1),
  z.custom<Plugin>((value) => typeof value === 'object' && value !== null),
]);
const optionsById = z.record(z.string(), z.record(z.string(), z.unknown()));

/** The configuration file: what the engine takes, and what an app needs beside it. */
export const configSchema = engineConfigSchema.extend({
  plugins: z
    .array(pluginReference)
    .default([])
    .describe('Packages or paths of plugins, or plugins themselves, beside those that the app brings.'),
  workflows: z.array(z.string()).default([]).describe('Files with workflow definitions, YAML or JSON.'),
  baseline: z
    .exactOptional(z.string().min(1))
    .describe(
      'File with what earlier runs have taught, as "faultline learn" writes it; relative to the configuration.',
    ),
  ingesters: optionsById.default({}).describe('Options of ingesters, by id.'),
  reporters: optionsById.default({}).describe('Options of reporters, by id.'),
  failOn: z
    .enum([...severities, 'never'])
    .default('error')
    .describe('The least severity that makes the exit code 1.'),
});

/** A configuration with defaults filled in. */
export type Config = z.infer<typeof configSchema>;
/** A configuration as a person writes it. */
export type ConfigInput = z.input<typeof configSchema>;

/** Types the default export of faultline.config.ts. */
export const defineConfig = (config: ConfigInput): ConfigInput => config;
