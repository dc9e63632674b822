// Writes the project references of every tsconfig from the workspace dependencies of its package.json.
// `--check` writes nothing and fails where a file is out of date.
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, posix, relative } from 'node:path';
import { format, resolveConfig } from 'prettier';

interface Manifest {
  readonly name: string;
  readonly dependencies?: Readonly<Record<string, string>>;
}
interface TsConfig {
  references?: { path: string }[];
  readonly compilerOptions?: { readonly types?: readonly string[] };
}

const read = (file: string): unknown => JSON.parse(readFileSync(file, 'utf8'));
const readConfig = (file: string): TsConfig => read(file) as TsConfig;
const folders = globSync(['{packages,plugins,apps,examples}/*/package.json', 'bench/package.json'])
  .map(dirname)
  .toSorted();
const manifestOf = new Map(folders.map((folder) => [folder, read(`${folder}/package.json`) as Manifest]));
const folderOf = new Map([...manifestOf].map(([folder, { name }]) => [name, folder]));

/** A package with Node-only parts has a second project for them. */
const projectsOf = (folder: string): string[] =>
  [`${folder}/tsconfig.json`, `${folder}/tsconfig.node.json`].filter((file) => existsSync(file));
const usesNode = (config: TsConfig): boolean => config.compilerOptions?.types?.length !== 0;

function referencesOf(project: string, config: TsConfig): string[] {
  const folder = dirname(project);
  const used = Object.keys(manifestOf.get(folder)?.dependencies ?? {})
    .flatMap((name) => folderOf.get(name) ?? [])
    .flatMap((other) => projectsOf(other))
    .filter((other) => usesNode(config) || !usesNode(readConfig(other)));
  const own = project.endsWith('tsconfig.node.json') ? [`${folder}/tsconfig.json`] : [];
  return [...own, ...used.toSorted()].map((other) => posix.join(relative(folder, other)));
}

const isCheck = process.argv.includes('--check');
const stale: string[] = [];
async function sync(file: string, references: readonly string[]): Promise<void> {
  const config = readConfig(file);
  config.references = references.map((path) => ({ path }));
  const text = await format(JSON.stringify(config), { ...(await resolveConfig(file)), filepath: file });
  if (text === readFileSync(file, 'utf8')) return;
  stale.push(file);
  if (!isCheck) writeFileSync(file, text);
}

const projects = folders.flatMap(projectsOf);
for (const project of projects) await sync(project, referencesOf(project, readConfig(project)));
for (const root of ['tsconfig.build.json', 'tsconfig.test.json']) await sync(root, projects);

if (stale.length > 0) {
  console.log(`${isCheck ? 'Out of date, run "pnpm sync"' : 'Written'}: ${stale.join(', ')}`);
  if (isCheck) process.exitCode = 1;
}
