import { realpath, stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { TickmarkError } from '@tickmark/core';
import { closestName } from '../names/closest.ts';
import { gitOutcome, gitText, type Repository } from './command.ts';

/** Opens a clone or bare repository at exactly this folder. Throws `source_unreadable`. */
export async function openRepository(path: string, signal?: AbortSignal): Promise<Repository> {
  const folder = await existingFolder(path);
  // The ceiling keeps git from finding a repository that merely surrounds the folder.
  const found = await gitOutcome(null, ['-C', folder, 'rev-parse', '--absolute-git-dir'], {
    env: { GIT_CEILING_DIRECTORIES: dirname(folder) },
  });
  if (found.code !== 0) {
    throw new TickmarkError('source_unreadable', `${path} is not a git repository.`, {
      field: 'path',
      action: 'Name the top folder of a clone (the one that holds .git) or a bare repository.',
    });
  }
  const gitDir = found.stdout.replace(/\n$/, '');
  const repository: Repository = { path, gitDir, name: basename(folder).replace(/\.git$/, '') || 'repository', signal };
  await refusePartialClone(repository);
  return repository;
}

async function existingFolder(path: string): Promise<string> {
  const action = 'Give the path of a folder on this machine that may be read.';
  try {
    const real = await realpath(path);
    if ((await stat(real)).isDirectory()) return real;
  } catch (error) {
    throw new TickmarkError('source_unreadable', `${path} can't be opened: ${(error as Error).message}`, {
      field: 'path',
      action,
      cause: error,
    });
  }
  throw new TickmarkError('source_unreadable', `${path} is a file, not a folder.`, { field: 'path', action });
}

/** A clone with a filter lacks objects and would fetch them on demand; nothing here uses a network. */
async function refusePartialClone(repository: Repository): Promise<void> {
  const found = await gitOutcome(repository, [
    'config',
    '--local',
    '--get-regexp',
    '^(extensions\\.partialclone|remote\\..*\\.promisor)$',
  ]);
  if (found.code !== 0 || found.stdout.trim() === '') return;
  throw new TickmarkError(
    'source_unreadable',
    `${repository.path} is a partial clone: some of its objects are only at its origin.`,
    {
      field: 'path',
      action: 'Clone it whole: git clone URL FOLDER (without --filter).',
    },
  );
}

export interface Branch {
  /** Short name: `main`, or `origin/main` for one known only from a remote. */
  name: string;
  /** Commit it points at. */
  head: string;
}

/** The branch asked for, or the one HEAD names. */
export async function resolveBranch(repository: Repository, asked: string | undefined): Promise<Branch> {
  if (asked?.startsWith('-') === true) {
    throw new TickmarkError('bad_input', `"${asked}" can't be a branch: names of branches don't start with a hyphen.`, {
      field: 'branch',
      action: 'Name a branch, such as main.',
    });
  }
  const branches = await branchHeads(repository);
  const name = asked ?? (await branchOfHead(repository, branches));
  const short = name.replace(/^refs\/(heads|remotes)\//, '');
  const head = branches.get(short);
  if (head !== undefined) return { name: short, head };
  if (branches.size === 0) throw noCommits(repository);
  const names = [...branches.keys()];
  const closest = closestName(short, names);
  throw new TickmarkError(
    'not_found',
    `The repository has no branch "${name}".${closest === null ? '' : ` Did you mean "${closest}"?`}`,
    {
      field: 'branch',
      action: `Use one of its ${names.length} branches: ${listed(names)}.`,
    },
  );
}

async function branchOfHead(repository: Repository, branches: Map<string, string>): Promise<string> {
  const { code, stdout } = await gitOutcome(repository, ['symbolic-ref', '--quiet', 'HEAD']);
  if (code === 0) return stdout.trim();
  if (branches.size === 0) throw noCommits(repository);
  throw new TickmarkError('source_unreadable', 'HEAD of the repository names a commit, not a branch (detached).', {
    field: 'branch',
    action: `Say which branch: ${listed([...branches.keys()])}.`,
  });
}

/** Commit of each branch by short name; local branches first. Remote HEADs are only aliases. */
async function branchHeads(repository: Repository): Promise<Map<string, string>> {
  const format = '--format=%(objectname) %(symref) %(refname)';
  const text = await gitText(repository, ['for-each-ref', format, 'refs/heads', 'refs/remotes']);
  const heads = new Map<string, string>();
  for (const line of text.split('\n')) {
    const [hash, symref, ref] = line.split(' ');
    if (hash === undefined || ref === undefined || symref !== '') continue;
    const short = ref.replace(/^refs\/(heads|remotes)\//, '');
    if (!heads.has(short)) heads.set(short, hash);
  }
  return heads;
}

function noCommits(repository: Repository): TickmarkError {
  return new TickmarkError('source_unreadable', `${repository.path} has no commits yet.`, {
    field: 'path',
    action: 'Name a repository with history; an empty one says nothing about a period.',
  });
}

function listed(names: string[]): string {
  return names.length <= 10 ? names.join(', ') : `${names.slice(0, 10).join(', ')} …`;
}
