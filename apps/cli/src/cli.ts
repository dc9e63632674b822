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
    .description('find the changes to a workflow that gain most over its runs, of those named and those found')
    .option('--workflow <file>', 'workflow definition, YAML or JSON; one alone is used for every run', collected)
    .option('--from <format>', 'format of the input (default: whichever recognises it)')
    .option('--budget <changes>', 'how many changes there may be (default: any number)')
    .option('--capacity <resource=amount>', 'what there is of a resource: gpus=2 (default: enough)', collected)
    .option('-o, --output <file>', 'write the new definition to a file, as YAML')
    .action(async (files: string[], options: object) => {
      const { optimize } = await import('./commands/optimize.ts');
      done(await optimize(io, files, options));
    });
  changes(common(program.command('whatif [files...]')))
    .description('say what a change would have made of runs: exactly for one, with its uncertainty for many')
    .option('--capacity <resource=amount>', 'what there is today (default: the most in use at once)', collected)
    .option('--workflow <file>', 'workflow definition, YAML or JSON; one alone is used for every run', collected)
    .option('--from <format>', 'format of the input (default: whichever recognises it)')
    .option('--seed <number>', 'seed of what is drawn at random', '0')
    .addOption(new Option('--format <format>', 'form of the answer').choices(['terminal', 'json']).default('terminal'))
    .action(async (files: string[], options: object) => {
      const { whatif } = await import('./commands/whatif.ts');
      done(await whatif(io, files, options));
    });
  common(program.command('demo'))
    .description('analyse a run of the healthcare workflow with planted faults')
    .option('--format <format>', 'format of the report', 'terminal')
    .option('--verbose', 'everything: sections, evidence, intervals')
    .action(async (options: object) => {
      const { demo } = await import('./commands/demo.ts');
      done(await demo(io, options));
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
    .option('--scale <step=factor>', 'the step takes so many times as long', collected)
    .option('--replace <step=duration>', 'the step takes so long: 300ms, 5s', collected)
    .option('--cache <step=rate[:cost]>', 'so many of its items are answered from a cache: 0.3, 0.3:20ms', collected)
    .option('--drop-edge <from:to>', 'the second step no longer waits for the first', collected)
    .option('--add-edge <from:to>', 'the second step waits for the first', collected)
    .option('--pool <resource=amount>', 'so much of a resource there is', collected)
    .option('--resources <step:resource=amount>', 'the step needs so much of a resource', collected)
    .option('--retries <step=attempts[:pause]>', 'so many attempts at most: 3, 3:500ms', collected)
    .option('--timeout <step=duration>', 'what takes longer fails then', collected);

/** For options that may be repeated. Not variadic ones: those would swallow the files that follow. */
const collected = (value: string, before: readonly string[] = []): readonly string[] => [...before, value];

const exitCodeHelp = `
Exit codes: 0 clean, 1 findings at or above --fail-on, 2 usage or configuration,
3 unreadable input, 4 fault in a plugin or in Faultline. The highest wins; other files still report.`;

function versionOf(): string {
  const manifest: unknown = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  return typeof manifest === 'object' && manifest !== null && 'version' in manifest ? String(manifest.version) : '?';
}
