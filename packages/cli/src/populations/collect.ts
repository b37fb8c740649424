import { mkdir, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import type { freezePopulation } from '@tickmark/control-testing';
import { TickmarkError, type PopulationManifest } from '@tickmark/core';
import type { Command } from 'commander';
import { progressLine, type Io } from '../io.ts';

interface Options {
  branch?: string;
  from: string;
  to: string;
  kind: 'code-changes' | 'code-reviews' | 'releases';
  timeZone: string;
  out: string;
  json?: boolean;
}

export function registerCollect(program: Command, io: Io): void {
  const collect = program.command('collect').description('Collect one population from a source, without a server');
  collect
    .command('git')
    .description('Changes, reviews or releases of a git repository on this machine')
    .argument('<path>', 'folder of a clone or bare repository')
    .option('--branch <name>', 'branch; the one HEAD names when left out')
    .requiredOption('--from <date>', 'first day of the period')
    .requiredOption('--to <date>', 'last day of the period')
    .option('--kind <kind>', 'code-changes, code-reviews or releases', 'code-changes')
    .option('--time-zone <zone>', 'time zone of the period', 'UTC')
    .requiredOption('--out <file>', 'Parquet file to write; FILE.manifest.json lies beside it')
    .option('--json', 'print one JSON document: the manifest')
    .addHelpText(
      'after',
      '\nExample:\n  $ tickmark collect git . --branch main --from 2026-01-01 --to 2026-06-30 \\\n      --kind code-changes --out changes.parquet',
    )
    .action(async (path: string, options: Options) => {
      const manifest = await collectGitPopulation(resolve(path), options);
      io.stdout(options.json ? `${JSON.stringify(manifest)}\n` : summary(options.out, manifest));
    });
}

async function collectGitPopulation(path: string, options: Options): Promise<PopulationManifest> {
  if (!['code-changes', 'code-reviews', 'releases'].includes(options.kind)) {
    throw new TickmarkError('bad_input', `git has no population "${options.kind}".`, {
      field: '--kind',
      action: 'Use code-changes, code-reviews or releases.',
    });
  }
  const { collectGit } = await import('@tickmark/connectors');
  const { populationKind } = await import('@tickmark/control-testing');
  const collected = await collectGit({
    path,
    branch: options.branch,
    kind: options.kind,
    from: options.from,
    to: options.to,
    timeZone: options.timeZone,
    onProgress: (done) => progressLine(`${done} commits read`),
  });
  const manifest = await writePopulation({
    file: options.out,
    kind: populationKind(options.kind),
    rows: collected.rows,
    facts: () => ({
      name: basename(path),
      source: collected.source,
      extractedAt: new Date(),
      extractedBy: 'command line',
      period: { from: options.from, to: options.to },
      timeZone: options.timeZone,
      rejected: { count: 0, accepted: false, first: [] },
      excluded: 0,
      completeness: {
        method: collected.expected === null ? ('none' as const) : ('source-count' as const),
        expected: collected.expected,
        note:
          collected.expected === null
            ? 'The source gives no count to compare with.'
            : 'Counted a second time by git itself.',
      },
      supersedes: null,
    }),
  });
  progressLine('');
  return manifest;
}

type Freeze = Parameters<typeof freezePopulation>[0];

/** Freezes rows into a Parquet file with its manifest beside it; leaves neither when it fails. */
export async function writePopulation(input: Freeze): Promise<PopulationManifest> {
  const engine = await import('@tickmark/control-testing');
  if (!input.file.endsWith('.parquet')) {
    throw new TickmarkError('bad_input', `${input.file} does not end in .parquet.`, {
      field: '--out',
      action: 'Name the file NAME.parquet.',
    });
  }
  await mkdir(dirname(resolve(input.file)), { recursive: true });
  try {
    const manifest = await engine.freezePopulation(input);
    await writeFile(input.file.replace(/\.parquet$/, '.manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`);
    return manifest;
  } catch (error) {
    await rm(input.file, { force: true });
    throw error;
  }
}

export function summary(file: string, manifest: PopulationManifest): string {
  const lines = [
    `${file}: ${manifest.rows} rows of ${manifest.kind}${manifest.interim ? ', interim (the period has not closed)' : ''}`,
    `  sha256 ${manifest.sha256}`,
    `  source ${manifest.source.system}: ${manifest.source.query}`,
  ];
  if (manifest.rows === 0) lines.push('  A counted zero: the source was asked and holds no such item in the period.');
  if (manifest.excluded > 0) lines.push(`  ${manifest.excluded} rows left out by the stated filter`);
  if (manifest.rejected.count > 0) lines.push(`  ${manifest.rejected.count} rows rejected and accepted as such`);
  return `${lines.join('\n')}\n`;
}
