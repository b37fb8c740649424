import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = mkdtempSync(join(tmpdir(), 'tickmark-git-'));
// Not with the test that asked first: others of the process use the folder too.
process.once('exit', () => rmSync(root, { recursive: true, force: true }));
let made = 0;

export interface CommitInput {
  message?: string;
  author?: string;
  email?: string;
  committerEmail?: string;
  /** `2026-03-04T10:00:00+0000`; author and committer alike unless `authored` is given. */
  at?: string;
  authored?: string;
  parents?: string[];
  files?: Record<string, string>;
}

/** A real repository in a temporary folder, written with git's own commands. */
export class TestRepository {
  readonly path: string;
  #tree = '';

  constructor(options: { bare?: boolean } = {}) {
    made += 1;
    this.path = join(root, `repository-${made}`);
    this.git(['init', '--quiet', '--initial-branch=main', ...(options.bare === true ? ['--bare'] : []), this.path], {
      cwd: root,
    });
  }

  git(args: string[], options: { cwd?: string; env?: Record<string, string>; input?: string | Buffer } = {}): string {
    const { stdout, stderr, status } = spawnSync('git', args, {
      cwd: options.cwd ?? this.path,
      input: options.input ?? '',
      env: { PATH: process.env['PATH'], HOME: root, GIT_CONFIG_NOSYSTEM: '1', ...options.env },
      maxBuffer: 1 << 28,
    });
    if (status !== 0) throw new Error(`git ${args.join(' ')}: ${String(stderr)}`);
    return String(stdout).trimEnd();
  }

  /** A commit object on top of `parents`; moves no branch. */
  commit({
    message = 'change',
    author = 'Ann',
    email = 'ann@example.com',
    committerEmail,
    at = '2026-03-04T10:00:00+0000',
    authored,
    parents = [],
    files,
  }: CommitInput = {}): string {
    if (this.#tree === '' || files !== undefined) {
      const entries = Object.entries(files ?? {}).map(([name, content]) => {
        const blob = this.git(['hash-object', '-w', '--stdin'], { input: content });
        return `100644 blob ${blob}\t${name}\0`;
      });
      this.#tree = this.git(['mktree', '-z'], { input: entries.join('') });
    }
    const env = {
      GIT_AUTHOR_NAME: author,
      GIT_AUTHOR_EMAIL: email,
      GIT_AUTHOR_DATE: authored ?? at,
      GIT_COMMITTER_NAME: 'Committer',
      GIT_COMMITTER_EMAIL: committerEmail ?? email,
      GIT_COMMITTER_DATE: at,
    };
    const onto = parents.flatMap((parent) => ['-p', parent]);
    return this.git(['commit-tree', this.#tree, ...onto, '-F', '-'], { env, input: message });
  }

  /** The commit again, with a signature that no key made. */
  signed(commit: string): string {
    const signature = 'gpgsig -----BEGIN PGP SIGNATURE-----\n \n iQ==\n -----END PGP SIGNATURE-----\n';
    const body = this.git(['cat-file', 'commit', commit]).replace(/\n\n/, `\n${signature}\n`);
    return this.git(['hash-object', '-t', 'commit', '-w', '--literally', '--stdin'], { input: `${body}\n` });
  }

  /** A commit on a branch's tip, or its first. */
  add(input: CommitInput = {}, branch = 'main'): string {
    const tip = this.tip(branch);
    const hash = this.commit({ ...input, parents: [...(tip === null ? [] : [tip]), ...(input.parents ?? [])] });
    this.point(branch, hash);
    return hash;
  }

  point(branch: string, hash: string): void {
    this.git(['update-ref', `refs/heads/${branch}`, hash]);
  }

  tip(branch: string): string | null {
    return this.git(['for-each-ref', '--format=%(objectname)', `refs/heads/${branch}`]) || null;
  }

  /** A clone beside it, with git clone's options. */
  clone(...options: string[]): string {
    made += 1;
    const path = join(root, `clone-${made}`);
    this.git(['clone', '--quiet', ...options, `file://${this.path}`, path], { cwd: root });
    return path;
  }
}

/** A temporary folder that is no repository. */
export function plainFolder(): string {
  made += 1;
  return mkdtempSync(join(root, 'plain-'));
}
