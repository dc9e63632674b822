import 'reflect-metadata';
import { readFileSync } from 'node:fs';
import { Command, CommanderError, Option } from 'commander';
import { severities } from '@faultline/model';
import { reportError } from './error-message.ts';
import { exitCodes, type ExitCode } from './exit-code.ts';
import type { Io } from './io.ts';

/** Runs the command line and returns the exit code. What a command does not need is not imported. */
export async function run(args: readonly string[], io: Io): Promise<ExitCode> {
  let exitCode: ExitCode = exitCodes.clean;
  const done = (code: ExitCode): void => {
    exitCode = code;
  };
  try {
    await programOf(io, done).parseAsync(args, { from: 'user' });
    return exitCode;
  } catch (error) {
    // Help and version end the same way as mistakes do; commander has already printed what there is to say.
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.clean : exitCodes.usage;
    return reportError(error, io);
  }
}

function programOf(io: Io, done: (code: ExitCode) => void): Command {
  const program = new Command('faultline')
    .description('Debugs multi-step AI-agent workflows from their traces.')
    .version(versionOf(), '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print help')
    .configureOutput({ writeOut: (text) => void io.out(text), writeErr: (text) => io.err(text) })
    .showHelpAfterError('Run "faultline --help" to see what there is.')
    .exitOverride();
  common(program.command('analyze [files...]'))
    .description('analyse runs and report what is wrong with them ("-" is standard input)')
    .option('--workflow <file>', 'workflow definition, YAML or JSON; one alone is used for every run', collected)
    .option('--baseline <file>', 'what earlier runs have taught: see "faultline learn"')
    .option('--wrong', 'the outcome of these runs was wrong, whatever their traces say')
    .option('--from <format>', 'format of the input (default: whichever recognises it)')
    .option('--format <format>', 'format of the report', 'terminal')
    .option('-o, --output <file>', 'write the report to a file')
    .option('--verbose', 'everything: sections, evidence, intervals')
    .addOption(
      new Option('--fail-on <severity>', 'least severity that makes the exit code 1 (default: error)').choices([
        ...severities,
        'never',
      ]),
    )
    .addHelpText('after', exitCodeHelp)
    .action(async (files: string[], options: object) => {
      const { analyze } = await import('./commands/analyze.ts');
      done(await analyze(io, files, options));
    });
  common(program.command('inspect [files...]'))
    .description('say what is in traces: runs, steps, edges, critical path, and what had to be mended')
    .option('--from <format>', 'format of the input (default: whichever recognises it)')
    .addOption(new Option('--format <format>', 'form of the answer').choices(['terminal', 'json']).default('terminal'))
    .action(async (files: string[], options: object) => {
      const { inspect } = await import('./commands/inspect.ts');
      done(await inspect(io, files, options));
    });
  common(program.command('learn [files...]'))
    .description('learn from runs what is usual, for "analyze --baseline" ("-" is standard input)')
    .option('--baseline <file>', 'go on from what was learned before; may be repeated', collected)
    .option('--labels <file>', 'in which step people saw the decisive error of failed runs of agents, JSON')
    .option('--workflow <file>', 'workflow definition, YAML or JSON; one alone is used for every run', collected)
    .option('--from <format>', 'format of the input (default: whichever recognises it)')
    .option('-o, --output <file>', 'write what was learned to a file; it may be one of the baselines')
    .addHelpText('after', learnHelp)
    .action(async (files: string[], options: object) => {
      const { learn } = await import('./commands/learn.ts');
      done(await learn(io, files, options));
    });
  common(program.command('incident [files...]'))
    .description('say where the cause is of what many runs suffer from, compared with runs before')
    .option('--before <file>', 'runs before the incident; may be repeated', collected)
    .option('--since <time>', 'when it began: of the same input, what started earlier was before it')
    .addOption(
      new Option('--by <place>', 'what to look at: steps, or the services they ran in')
        .choices(['step', 'service'])
        .default('step'),
    )
    .option('--workflow <file>', 'workflow definition, YAML or JSON; one alone is used for every run', collected)
    .option('--baseline <file>', 'what is usual for recorded metrics: see "faultline learn"')
    .option('--from <format>', 'format of the input (default: whichever recognises it)')
    .addOption(new Option('--format <format>', 'form of the answer').choices(['terminal', 'json']).default('terminal'))
    .addHelpText('after', incidentHelp)
    .action(async (files: string[], options: object) => {
      const { incident } = await import('./commands/incident.ts');
      done(await incident(io, files, options));
    });
  common(program.command('convert [files...]'))
    .description('write runs in another format, one line each ("-" is standard input)')
    .option('--from <format>', 'format of the input (default: whichever recognises it)')
    .addOption(new Option('--to <format>', 'format of the output').choices(['native', 'otlp-json']).default('native'))
    .option('-o, --output <file>', 'write to a file')
    .action(async (files: string[], options: object) => {
      const { convert } = await import('./commands/convert.ts');
      done(await convert(io, files, options));
    });
  common(program.command('infer [files...]'))
    .description('propose a workflow definition from many runs, as YAML to be edited')
    .option('--workflow-id <id>', 'the workflow whose runs count (default: the one with the most)')
    .option('--from <format>', 'format of the input (default: whichever recognises it)')
    .option('-o, --output <file>', 'write the definition to a file')
    .action(async (files: string[], options: object) => {
      const { infer } = await import('./commands/infer.ts');
      done(await infer(io, files, options));
    });
  changes(common(program.command('optimize [files...]')))
    .description('find the changes to a workflow that gain most time over its runs, and write the new definition')
    .option('--workflow <file>', 'workflow definition, YAML or JSON; one alone is used for every run', collected)
    .option('--from <format>', 'format of the input (default: whichever recognises it)')
    .option('--budget <changes>', 'the most changes to make (default: any number)')
    .option('--capacity <resource=amount>', 'how much there is of a resource: gpus=2 (default: enough)', collected)
    .option('--hit-ms <ms>', 'how long it takes to find a kept answer in a cache (default: 5)')
    .option('-o, --output <file>', 'write the new definition to a file, as YAML')
    .addHelpText('after', optimizeHelp)
    .action(async (files: string[], options: object) => {
      const { optimize } = await import('./commands/optimize.ts');
      done(await optimize(io, files, options));
    });
  changes(common(program.command('whatif [files...]')))
    .description('tell what changes would have gained: exactly for one run, with their uncertainty for many')
    .option(
      '--capacity <resource=amount>',
      'how much there is of a resource today: gpus=2 (default: the most in use at once)',
      collected,
    )
    .option('--workflow <file>', 'workflow definition, YAML or JSON; one alone is used for every run', collected)
    .option('--from <format>', 'format of the input (default: whichever recognises it)')
    .option('--seed <number>', 'seed of what is drawn at random', '0')
    .addOption(new Option('--format <format>', 'form of the answer').choices(['terminal', 'json']).default('terminal'))
    .addHelpText('after', whatIfHelp)
    .action(async (files: string[], options: object) => {
      const { whatif } = await import('./commands/whatif.ts');
      done(await whatif(io, files, options));
    });
  common(program.command('demo [scenario]'))
    .description('analyse a run of the healthcare workflow in which something is wrong; "--list" names the scenarios')
    .option('--list', 'list the scenarios')
    .option('--format <format>', 'format of the report', 'terminal')
    .option('--verbose', 'everything: sections, evidence, intervals')
    .action(async (scenario: string | undefined, options: object) => {
      const { demo } = await import('./commands/demo.ts');
      done(await demo(io, scenario, options));
    });
  common(program.command('plugins'))
    .description('list the plugins and what each brings')
    .action(async (options: object) => {
      const { plugins } = await import('./commands/plugins.ts');
      done(await plugins(io, options));
    });
  common(program.command('explain <rule>'))
    .description('explain a rule, a section, a note or an error code')
    .action(async (rule: string, options: object) => {
      const { explain } = await import('./commands/explain.ts');
      done(await explain(io, rule, options));
    });
  common(program.command('serve'))
    .description('take runs by HTTP and answer with reports (needs @faultline/server)')
    .option('--port <port>', 'port on the loopback interface', '4380')
    .option('--baseline <file>', 'what earlier runs have taught: see "faultline learn"')
    .action(async (options: { readonly port: string }) => {
      const { serve } = await import('./commands/serve.ts');
      done(await serve(io, options));
    });
  return program;
}

/** What every command that loads plugins may be told. */
const common = (command: Command): Command =>
  command
    .option('--config <file>', 'configuration (default: faultline.config.{ts,js,json,yaml} here)')
    .option('--plugin <plugin>', 'a further plugin: a package or a path; may be repeated', collected);

/** Changes to a workflow: see `EditOptions`. */
const changes = (command: Command): Command =>
  command
    .optionsGroup('Changes, of any number of steps; each may be repeated:')
    .option('--scale <step=factor>', 'how many times as long the step takes: search=0.5 halves it', collected)
    .option('--replace <step=duration>', 'how long the step takes: search=300ms, search=5s', collected)
    .option(
      '--cache <step=rate[:time]>',
      'share of its calls that a cache answers, and how long that takes: search=0.3, search=0.3:20ms',
      collected,
    )
    .option('--drop-edge <from:to>', '"to" no longer waits for "from": search:rank', collected)
    .option('--add-edge <from:to>', '"to" waits for "from": search:rank', collected)
    .option('--pool <resource=amount>', 'how much there would be of a resource: gpus=4', collected)
    .option('--resources <step:resource=amount>', 'how much of a resource the step needs: search:gpus=0.5', collected)
    .option(
      '--retries <step=attempts[:pause]>',
      'how many attempts at most, the first included, and the pause before each further one: search=3:500ms',
      collected,
    )
    .option('--timeout <step=duration>', 'what takes longer fails at this limit: search=5s', collected)
    .optionsGroup('Options:');

/** For options that may be repeated. Not variadic ones: those would swallow the files that follow. */
const collected = (value: string, before: readonly string[] = []): readonly string[] => [...before, value];

const exitCodeHelp = `
Exit codes: 0 clean, 1 findings at or above --fail-on, 2 usage or configuration,
3 unreadable input, 4 fault in a plugin or in Faultline. The highest wins; other
files still report.`;

const learnHelp = `
Examples:
  faultline learn runs.jsonl -o baseline.json
  faultline learn today.jsonl --baseline baseline.json -o baseline.json
  faultline learn failed.jsonl --labels labels.json -o baseline.json
  faultline analyze run.json --baseline baseline.json`;

const incidentHelp = `
Exit codes: 0 no cause stands out, 1 one does; the others as of "analyze".

Examples:
  faultline incident failing.jsonl --before healthy.jsonl
  faultline incident runs.jsonl --since 2026-05-04T10:30:00Z --by service`;

const optimizeHelp = `
Changes that history gives a reason for are found and tried; those named here
are tried as well, instead of what was found about the same step.

Examples:
  faultline optimize runs.jsonl
  faultline optimize runs.jsonl --workflow workflow.yaml -o better.yaml
  faultline optimize runs.jsonl --scale search=0.5 --budget 2`;

const whatIfHelp = `
All changes are made together. Steps are named by their ids, as in the report of
"faultline analyze --verbose".

Examples:
  faultline whatif run.json --scale search=0.5
  faultline whatif runs.jsonl --cache search=0.3:20ms --drop-edge search:rank
  faultline whatif runs.jsonl --capacity gpus=2 --pool gpus=4`;

function versionOf(): string {
  const manifest: unknown = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  return typeof manifest === 'object' && manifest !== null && 'version' in manifest ? String(manifest.version) : '?';
}
