import { existsSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The files below a folder: paths within it, with slashes, in order of their names where digits count as numbers. Links are
 * followed, each folder is visited once, so that links in a circle end. Left aside: hidden files, what archivers add
 * (`__MACOSX`), links to nowhere. Empty: there is no such folder. O(n log n).
 */
export function filesIn(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  const files: string[] = [];
  const visited = new Set<string>();
  const folders = [''];
  // The list grows while it is read.
  for (const below of folders) {
    const path = join(folder, below);
    const real = realpathSync(path);
    if (visited.has(real)) continue;
    visited.add(real);
    for (const name of readdirSync(path).filter(isShown).toSorted()) {
      if (!existsSync(join(path, name))) continue;
      const stats = statSync(join(path, name));
      if (stats.isDirectory()) folders.push(`${below}${name}/`);
      else if (stats.isFile()) files.push(`${below}${name}`);
    }
  }
  return files.toSorted(byName);
}

/** Folders directly below a folder, likewise. */
export function foldersIn(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  const shown = readdirSync(folder).filter((name) => isShown(name) && existsSync(join(folder, name)));
  return shown.filter((name) => statSync(join(folder, name)).isDirectory()).toSorted(byName);
}

const isShown = (name: string): boolean => !name.startsWith('.') && name !== '__MACOSX';

const collator = new Intl.Collator('en', { numeric: true });
/** Names that a person finds equal are told apart all the same. */
const byName = (a: string, b: string): number => collator.compare(a, b) || (a < b ? -1 : 1);
