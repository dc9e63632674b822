// Every relative link of a Markdown file names a file that exists.
import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const broken = globSync('{*.md,docs/**/*.md,{packages,plugins,apps,examples}/*/{*,src/**/*}.md,bench/*.md}')
  .filter((file) => !file.includes('node_modules'))
  .flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(/\]\((?!https?:|#)([^)#\s]+)[^)]*\)/g)]
      .map(([, target = '']) => target)
      .filter((target) => !existsSync(join(dirname(file), target)))
      .map((target) => `${file}: ${target}`),
  );
for (const link of broken) console.error(`Broken link in ${link}`);
process.exitCode = broken.length > 0 ? 1 : 0;
