// Starts a rule: `pnpm new:rule integrity late-start [validator|detector|failure-rule|optimizer]`. The three files work as
// they are; change the drawing first, then the rule, then its page.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const line = (member: string): string => `\n        ${member},`;

const kinds = {
  validator: { define: 'defineValidator', method: 'validate', extra: '' },
  detector: { define: 'defineDetector', method: 'detect', extra: line('score: 1') },
  'failure-rule': {
    define: 'defineFailureRule',
    method: 'diagnose',
    extra: line('confidence: 1') + line('causes: [execution]'),
  },
  optimizer: {
    define: 'defineOptimizer',
    method: 'optimize',
    extra: line("impact: { savesMs: { low: 0, expected: 1, high: 2 }, basis: 'prior' }"),
  },
} as const;

const isKind = (text: string): text is keyof typeof kinds => Object.hasOwn(kinds, text);

const [plugin = '', rule = '', kind = 'validator'] = process.argv.slice(2);
const folder = join(import.meta.dirname, '..', 'plugins', plugin, 'src');
if (!/^[a-z]+(-[a-z]+)*$/.test(rule) || plugin === '' || !isKind(kind)) {
  stop(`Usage: pnpm new:rule PLUGIN RULE [${Object.keys(kinds).join('|')}], as in: pnpm new:rule integrity late-start`);
}
if (!existsSync(folder)) stop(`There is no plugin "${plugin}": look into plugins/.`);
const files = filesOf(`${plugin}/${rule}`, rule, kinds[kind]);
for (const name of files.keys()) if (existsSync(join(folder, name))) stop(`plugins/${plugin}/src/${name} exists.`);
for (const [name, text] of files) writeFileSync(join(folder, name), text);

const { name: packageName } = JSON.parse(readFileSync(join(folder, '..', 'package.json'), 'utf8')) as { name: string };
console.log(`Written: ${[...files.keys()].map((name) => `plugins/${plugin}/src/${name}`).join(', ')}

Next:
  1. put ${camelCase(rule)} into the rules of ${packageName}, in plugins/${plugin}/src/index.ts
  2. pnpm exec vitest --project plugins/${plugin}
  3. pnpm run docs, then pnpm changeset`);

function filesOf(id: string, name: string, { define, method, extra }: (typeof kinds)[keyof typeof kinds]) {
  const exported = camelCase(name);
  return new Map([
    [
      `${name}.ts`,
      `import { ${define} } from '@faultline/core';

/** Reports steps that failed. */
export const ${exported} = ${define}({
  id: '${id}',
  description: 'Reports steps that failed.',
  severity: 'warning',
  messages: { failed: 'Step "{{step}}" failed.' },
  ${method}(run, { report }) {
    for (const execution of run.failed)
      report({
        messageId: 'failed',
        at: [execution],
        data: { step: execution.stepId },${extra}
      });
  },
});
`,
    ],
    [
      `${name}.test.ts`,
      `import { gantt, testRule } from '@faultline/plugin-testkit';
import { ${exported} } from './${name}.ts';

testRule(${exported}, {
  valid: [{ name: 'a step that ended well', run: gantt\`fetch: ==\` }],
  invalid: [
    {
      name: 'a step that failed',
      run: gantt\`fetch: =x\`,
      findings: [{ messageId: 'failed', at: ['fetch'], severity: 'warning' }],
      message: 'Step "fetch" failed.',
    },
  ],
});
`,
    ],
    [
      `${name}.md`,
      `# ${id}

## What it checks

Steps that failed.

## Why it matters

## Example

> Step "fetch" failed.

## When not to use it
`,
    ],
  ]);
}

function camelCase(name: string): string {
  return name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

function stop(problem: string): never {
  console.error(problem);
  process.exit(2);
}
