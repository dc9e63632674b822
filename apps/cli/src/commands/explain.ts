import { z } from 'zod';
import {
  engineRules,
  errorCatalogue,
  FaultlineError,
  quoted,
  type Analysis,
  type NoteDeclaration,
  type Plugin,
  type Rule,
} from '@faultline/core';
import { compose, type CommonOptions } from '../compose.ts';
import { exitCodes, type ExitCode } from '../exit-code.ts';
import type { Io } from '../io.ts';
import { printable } from '../printable.ts';
import { PLUGINS } from '../tokens.ts';

/** `faultline explain RULE`: a rule, a section, a note of an ingester, or an error code. */
export async function explain(io: Io, id: string, options: CommonOptions): Promise<ExitCode> {
  const container = await compose(io, options);
  const explained = explanationsOf(container.resolve(PLUGINS));
  const lines = explained.get(id);
  if (lines === undefined) {
    const near = similar(id, [...explained.keys()]).slice(0, MOST_SIMILAR);
    throw new FaultlineError('FAULTLINE_USAGE', {
      problem: `Nothing is called ${quoted(id)}.`,
      hint: near.length > 0 ? `Did you mean ${near.join(' or ')}?` : 'Run "faultline plugins" to see every rule.',
    });
  }
  await io.out(`${lines().map(printable).join('\n')}\n`);
  return exitCodes.clean;
}

const MOST_SIMILAR = 5;
/** Shorter parts of a name are in many others. */
const LEAST_LETTERS = 3;

/** Those with the same name in it, else those of the same plugin. */
function similar(id: string, known: readonly string[]): string[] {
  const [plugin = '', name = plugin] = id.toLowerCase().split('/');
  const named = known.filter((one) => name.length >= LEAST_LETTERS && one.toLowerCase().includes(name));
  return named.length > 0 ? named : known.filter((one) => one.startsWith(`${plugin}/`));
}

type Lines = () => string[];

function explanationsOf(plugins: readonly Plugin[]): ReadonlyMap<string, Lines> {
  const rules = plugins.flatMap((plugin) => plugin.rules ?? []);
  const analyses = plugins.flatMap((plugin) => plugin.analyses ?? []);
  const notes = plugins.flatMap((plugin) => plugin.ingesters ?? []).flatMap((one) => Object.entries(one.notes));
  return new Map<string, Lines>([
    ...rules.map((rule) => [rule.id, () => ruleLines(rule)] as const),
    ...analyses.map((analysis) => [analysis.id, () => analysisLines(analysis)] as const),
    ...[...notes, ...Object.entries(engineRules)].map(([id, note]) => [id, () => noteLines(id, note)] as const),
    ...Object.entries(errorCatalogue).map(
      ([code, { category, message, hint }]) => [code, () => [`${code}  (${category})`, '', message, hint]] as const,
    ),
  ]);
}

function ruleLines({ id, kind, severity, description, advice, messages, options }: Rule): string[] {
  return [
    `${id}  (${kind}, ${severity})`,
    '',
    description,
    ...(advice === '' ? [] : ['', `What to do: ${advice}`]),
    '',
    'Messages',
    ...Object.entries(messages).map(([messageId, text]) => `  ${messageId}: ${text}`),
    ...optionLines(options),
  ];
}

const analysisLines = ({ id, chapter, title, description, options }: Analysis): string[] => [
  `${id}  (section "${title}" in chapter ${chapter})`,
  '',
  description,
  ...optionLines(options),
];

const noteLines = (id: string, { severity, description, message }: NoteDeclaration): string[] => [
  `${id}  (${severity})`,
  '',
  description,
  '',
  'Message',
  `  ${message}`,
];

const propertySchema = z.looseObject({ default: z.unknown(), description: z.string().default('') });

function optionLines(options: z.ZodObject): string[] {
  const properties = Object.entries(z.toJSONSchema(options, { io: 'input', unrepresentable: 'any' }).properties ?? {});
  if (properties.length === 0) return [];
  const lines = properties.map(([name, property]) => {
    const { default: value, description } = propertySchema.parse(property);
    return `  ${name} = ${JSON.stringify(value)}: ${description}`;
  });
  return ['', 'Options', ...lines];
}
