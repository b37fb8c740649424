import { operations, type AnyOperation } from '@tickmark/core';
import type { Command } from 'commander';
import type { Io } from '../io.ts';
import { callOperation } from '../operations/client.ts';
import { fileSessions, type Sessions } from '../operations/session.ts';
import type { Ask, SyncedDocument } from './sync.ts';

interface Options {
  server: string;
  organization?: string;
  engagementId?: string;
  dryRun?: boolean;
  json?: boolean;
}

/** Brings the documents of a folder, such as one of a repository, and the drafts of a server to say the same. */
export function registerSyncPolicies(program: Command, io: Io): void {
  program
    .command('sync-policies')
    .description('Synchronize a folder of policies in Markdown with the drafts of a server, both ways')
    .argument('<folder>', 'folder with one .md file for each document')
    .option('--engagement-id <id>', 'engagement whose scope fills documents that are new here')
    .option('--dry-run', 'tell what would be done, and do none of it')
    .option('--server <url>', 'address of the server', process.env['TICKMARK_SERVER'] ?? 'http://127.0.0.1:4600')
    .option('--organization <id>', 'organization, when the account belongs to several')
    .option('--json', 'print one JSON document')
    .addHelpText(
      'after',
      '\nWhat changed on one side goes to the other. Where both did, theirs is written beside, and nothing is lost. Drafts\nare handed in and approved in Tickmark. Exit code 1 where something is left to do.\n\nExample:\n  $ tickmark sync-policies policies',
    )
    .action(async (folder: string, options: Options) => {
      const { synced, syncPolicies } = await import('./sync.ts');
      const documents = await syncPolicies({
        folder,
        ask: askOf(options, fileSessions),
        engagementId: options.engagementId,
        dryRun: options.dryRun === true,
      });
      io.stdout(
        options.json === true
          ? `${JSON.stringify({ documents })}\n`
          : inWords(documents, synced, options.dryRun === true),
      );
      io.exit(documents.some(({ message }) => message !== null) ? 1 : 0);
    });
}

export function askOf({ server, organization }: Pick<Options, 'server' | 'organization'>, sessions: Sessions): Ask {
  return async (name, input) => {
    const operation = operations.find((each) => each.name === name) as AnyOperation;
    const call = { server, sessions, operation, input: input as Record<string, unknown> };
    return (await callOperation(organization === undefined ? call : { ...call, organization })) as never;
  };
}

function inWords(
  documents: readonly SyncedDocument[],
  words: Readonly<Record<SyncedDocument['outcome'], string>>,
  dryRun: boolean,
): string {
  const told = documents.filter(({ outcome }) => outcome !== 'unchanged');
  const lines = told.map(
    ({ file, outcome, message }) => `${file} ${words[outcome]}.${message === null ? '' : ` ${message}`}`,
  );
  const count = documents.length === 1 ? '1 document' : `${documents.length} documents`;
  const same = documents.filter(({ outcome }) => outcome === 'unchanged' || outcome === 'reviewed').length;
  const last = `${count}${dryRun ? ', nothing was done' : ''}; ${same === documents.length ? 'all say' : `${same} say`} the same.`;
  return `${[...lines, last].join('\n')}\n`;
}
