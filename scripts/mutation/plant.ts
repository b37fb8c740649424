import { cp, glob, mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { run } from '../run.ts';
import type { MutationSet } from './sets.ts';

export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const instrumenter = '@stryker-mutator/instrumenter@10.1.1';

interface Position {
  line: number;
  column: number;
}

/** A change as the instrumenter tells it; lines count from 0. */
export interface Mutant {
  id: string;
  fileName: string;
  mutatorName: string;
  replacement: string;
  location: { start: Position; end: Position };
}

export interface Instrumenter {
  instrument(
    files: { name: string; content: string; mutate: boolean }[],
    options: { plugins: null; ignorers: []; excludedMutations: string[] },
  ): Promise<{ files: { name: string; content: string }[]; mutants: Mutant[] }>;
}

/** The repository with its own copies of the packages and everybody's dependencies. */
export async function copyTo(folder: string): Promise<void> {
  const leftOut = /(^|\/)(node_modules|dist|\.git|\.cache)$/;
  for (const part of ['packages', 'content', 'package.json']) {
    await cp(join(root, part), join(folder, part), { recursive: true, filter: (path) => !leftOut.test(path) });
  }
  await mkdir(join(folder, 'node_modules', '@tickmark'), { recursive: true });
  for (const name of await readdir(join(root, 'node_modules'))) {
    if (name !== '@tickmark') await symlink(join(root, 'node_modules', name), join(folder, 'node_modules', name));
  }
  for (const name of await readdir(join(folder, 'packages'))) {
    await symlink(join(folder, 'packages', name), join(folder, 'node_modules', '@tickmark', name));
  }
}

export async function install(folder: string): Promise<Instrumenter> {
  await mkdir(folder, { recursive: true });
  const done = await run('npm', ['install', '--prefix', folder, '--no-audit', '--no-fund', instrumenter], {
    cwd: folder,
  });
  if (!done.ok) throw new Error(`${instrumenter} could not be installed:\n${done.output}`);
  const entry = join(folder, 'node_modules', '@stryker-mutator', 'instrumenter', 'dist', 'src', 'index.js');
  const { Instrumenter } = (await import(pathToFileURL(entry).href)) as {
    Instrumenter: new (logger: object) => Instrumenter;
  };
  const silent = { isDebugEnabled: () => false, debug: () => undefined, info: () => undefined, warn: console.warn };
  return new Instrumenter(silent);
}

export async function filesOf(patterns: string[], except: string[] = []): Promise<string[]> {
  const found = await Array.fromAsync(glob(patterns, { cwd: root }));
  return found.filter((file) => !except.includes(file)).toSorted();
}

/** Puts every mutant of the files whose path contains `only` into the copy; each run of a test says which one is active. */
export async function plant(
  stryker: Instrumenter,
  copy: string,
  { mutate, except }: MutationSet,
  only: string,
): Promise<Mutant[]> {
  const names = (await filesOf(mutate, except)).filter((file) => file.includes(only));
  const files = await Promise.all(
    names.map(async (name) => ({ name, content: await readFile(join(root, name), 'utf8'), mutate: true })),
  );
  const planted = await stryker.instrument(files, { plugins: null, ignorers: [], excludedMutations: [] });
  for (const { name, content } of planted.files) await writeFile(join(copy, name), content);
  return planted.mutants;
}
