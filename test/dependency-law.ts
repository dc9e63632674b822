type Exports = Readonly<Record<string, string | Readonly<Record<string, string>>>>;

/** What the law looks at in a package.json. */
export interface Manifest {
  readonly name: string;
  readonly private?: boolean;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly exports?: Exports;
  readonly publishConfig?: { readonly exports?: Exports };
}

/** Who may depend on whom, from the bottom up: a folder may use what stands on the rows before its own. */
const rows = [
  ['packages/model'],
  ['packages/graph', 'packages/stats'],
  ['packages/core'],
  ['packages/facts', 'packages/spans', 'packages/simulator', 'packages/plugin-testkit'],
  ['plugins/*', 'examples/*'],
  ['apps/*', 'bench'],
];
const container = /^(tsyringe|reflect-metadata)$/;

/** Breaches of the law, in words. Manifests by folder. */
export function breaches(manifests: ReadonlyMap<string, Manifest>): string[] {
  const folderOf = new Map([...manifests].map(([folder, { name }]) => [name, folder]));
  return [...manifests].flatMap(([folder, manifest]) => [
    ...upwards(folder, manifest, folderOf),
    ...containers(folder, manifest),
    ...sourceExports(folder, manifest),
  ]);
}

function upwards(folder: string, { dependencies = {} }: Manifest, folderOf: ReadonlyMap<string, string>): string[] {
  if (rowOf(folder) < 0) return [`${folder} stands on no row: a new folder needs one.`];
  return Object.keys(dependencies)
    .map((name) => folderOf.get(name))
    .filter((other) => other !== undefined && rowOf(other) >= rowOf(folder))
    .map((other) => `${folder} must not depend on ${other}.`);
}

function rowOf(folder: string): number {
  return rows.findIndex((row) => row.includes(folder) || row.includes(folder.replace(/[^/]+$/, '*')));
}

function containers(folder: string, { dependencies, devDependencies }: Manifest): string[] {
  if (folder.startsWith('apps/')) return [];
  return Object.keys({ ...dependencies, ...devDependencies })
    .filter((name) => container.test(name))
    .map((name) => `${folder} must not use ${name}: dependency injection is for apps.`);
}

/** The condition that lets tests run on sources must not reach a tarball, which has none. */
function sourceExports(folder: string, { exports, publishConfig, private: isPrivate }: Manifest): string[] {
  if (isPrivate === true || exports === undefined) return [];
  const published = Object.fromEntries(
    Object.entries(exports).map(([entry, target]) => [entry, withoutSource(target)]),
  );
  return JSON.stringify(publishConfig?.exports) === JSON.stringify(published)
    ? []
    : [`${folder} must publish its exports without the condition @faultline/source.`];
}

function withoutSource(target: Exports[string]): Exports[string] {
  if (typeof target === 'string') return target;
  const { '@faultline/source': _source, ...published } = target;
  return published;
}
