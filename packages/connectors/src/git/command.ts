import { spawn } from 'node:child_process';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { TickmarkError } from '@tickmark/core';

/** A repository by its git folder; everything runs against it as if it were bare. */
export interface Repository {
  /** As the user gave it. */
  path: string;
  gitDir: string;
  /** Folder name without `.git`. */
  name: string;
  signal?: AbortSignal | undefined;
}

/**
 * Settings that would let a repository or a user's configuration run programs, reach the network
 * or change the output. Command-line configuration wins over every file.
 */
const settings = [
  'safe.directory=*',
  'core.quotepath=off',
  'core.fsmonitor=false',
  'core.hooksPath=/dev/null',
  'core.sshCommand=false',
  'core.pager=cat',
  'protocol.allow=never',
  'gpg.program=gpg',
  'gpg.openpgp.program=gpg',
  'gpg.x509.program=gpgsm',
  'gpg.ssh.program=ssh-keygen',
  'gpg.ssh.defaultKeyCommand=',
  'log.showSignature=false',
  'log.mailmap=true',
  'i18n.logOutputEncoding=UTF-8',
  'mailmap.file=',
];

/** The environment without any GIT_* of ours, and nothing that could prompt, page, write or fetch. */
function environment(extra: Record<string, string> = {}): NodeJS.ProcessEnv {
  const env: NodeJS.ProcessEnv = {};
  for (const [name, value] of Object.entries(process.env)) if (!name.startsWith('GIT_')) env[name] = value;
  return {
    ...env,
    LC_ALL: 'C.UTF-8',
    TZ: 'UTC',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_OPTIONAL_LOCKS: '0',
    GIT_NO_LAZY_FETCH: '1',
    GIT_TERMINAL_PROMPT: '0',
    ...extra,
  };
}

export interface GitOutcome {
  code: number;
  stdout: string;
  stderr: string;
}

interface RunOptions {
  input?: string | Iterable<string>;
  env?: Record<string, string>;
  config?: string[];
}

/** Arguments before the subcommand. */
function prelude(repository: Repository | null, config: string[] = []): string[] {
  const pairs = [...settings, ...(repository === null ? [] : ['core.bare=true']), ...config].flatMap((s) => ['-c', s]);
  const folder = repository === null ? [] : [`--git-dir=${repository.gitDir}`];
  return ['--no-pager', '--no-replace-objects', ...folder, ...pairs];
}

/** Output of git as chunks. Throws `source_unreadable` when git is missing or fails. */
export async function* gitChunks(
  repository: Repository,
  args: string[],
  options: RunOptions = {},
): AsyncGenerator<Buffer> {
  const child = start(repository, args, options);
  let drained = false;
  try {
    for await (const chunk of child.stdout) yield chunk;
    drained = true;
    const { code, stderr } = await child.ended;
    if (code !== 0) throw failed(repository, args, stderr);
  } finally {
    if (!drained) child.kill();
    await child.ended.catch(() => undefined);
  }
}

/** Whole output of a short git command, whatever its exit code. */
export async function gitOutcome(
  repository: Repository | null,
  args: string[],
  options: RunOptions = {},
): Promise<GitOutcome> {
  const child = start(repository, args, options);
  const parts: Buffer[] = [];
  for await (const chunk of child.stdout) parts.push(chunk);
  const { code, stderr } = await child.ended;
  return { code, stdout: Buffer.concat(parts).toString('utf8'), stderr };
}

/** Whole output of a short git command that has to succeed. */
export async function gitText(repository: Repository, args: string[], options: RunOptions = {}): Promise<string> {
  const { code, stdout, stderr } = await gitOutcome(repository, args, options);
  if (code !== 0) throw failed(repository, args, stderr);
  return stdout;
}

function start(repository: Repository | null, args: string[], options: RunOptions) {
  const child = spawn('git', [...prelude(repository, options.config), ...args], {
    env: environment(options.env),
    stdio: ['pipe', 'pipe', 'pipe'],
    shell: false,
    ...(repository?.signal === undefined ? {} : { signal: repository.signal }),
  });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr = (stderr + text).slice(-4000);
  });
  const ended = new Promise<{ code: number; stderr: string }>((resolve, reject) => {
    child.once('error', (error: NodeJS.ErrnoException) => reject(error.code === 'ENOENT' ? gitMissing(error) : error));
    child.once('close', (code) => resolve({ code: code ?? -1, stderr }));
  });
  ended.catch(() => undefined);
  const input = typeof options.input === 'string' ? [options.input] : (options.input ?? []);
  // A child that ends early closes its input; what it said about it is in its exit code.
  pipeline(Readable.from(input), child.stdin).catch(() => undefined);
  return { stdout: child.stdout as AsyncIterable<Buffer>, ended, kill: () => child.kill('SIGKILL') };
}

function gitMissing(cause: unknown): TickmarkError {
  return new TickmarkError('source_unreadable', 'The git command is not installed, or not on the PATH.', {
    action: 'Install git (Debian: apt-get install git) and try again.',
    cause,
  });
}

function failed(repository: Repository, args: string[], stderr: string): TickmarkError {
  const said = stderr.trim().split('\n').at(-1) ?? '';
  return new TickmarkError(
    'source_unreadable',
    `git ${args[0]} failed in ${repository.path}: ${said || 'no message'}`,
    {
      field: 'path',
      action: 'Check the repository with: git fsck',
    },
  );
}
