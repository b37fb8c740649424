import { resolve } from 'node:path';
import type { Command } from 'commander';
import { progressLine, type Io } from '../io.ts';
import type { Backup } from './archive.ts';

export function registerBackup(program: Command, io: Io): void {
  const backup = program.command('backup').description('Back up a data folder, or restore one');
  backup
    .command('create')
    .description('Write the embedded database, the evidence and the keys into one file; the server must not run')
    .requiredOption('--data <dir>', 'data folder')
    .requiredOption('--out <file>', 'file to write')
    .option('--json', 'print one JSON document')
    .addHelpText(
      'after',
      '\nThe file holds the master key: keep it like the data itself.\n\nExample:\n  $ tickmark backup create --data ~/tickmark --out backup.tar',
    )
    .action(async (options: { data: string; out: string; json?: boolean }) => {
      const { createBackup } = await import('./archive.ts');
      const made = await createBackup(resolve(options.data), resolve(options.out), (files) =>
        progressLine(`${files} files`),
      );
      progressLine('');
      io.stdout(
        options.json
          ? `${JSON.stringify(made)}\n`
          : `${options.out}: ${made.files} files, ${made.bytes} bytes\n${notHeld(made)}`,
      );
    });
  backup
    .command('restore')
    .description('Restore a backup into a folder that does not exist yet or is empty; every byte is checked first')
    .argument('<file>', 'backup file')
    .requiredOption('--data <dir>', 'folder to restore into')
    .option('--json', 'print one JSON document')
    .addHelpText('after', '\nExample:\n  $ tickmark backup restore backup.tar --data ~/tickmark')
    .action(async (file: string, options: { data: string; json?: boolean }) => {
      const { restoreBackup } = await import('./archive.ts');
      const restored = await restoreBackup(resolve(file), resolve(options.data));
      io.stdout(
        options.json
          ? `${JSON.stringify(restored)}\n`
          : `${options.data}: ${restored.files} files restored and checked\n${notHeld(restored)}`,
      );
    });
}

function notHeld({ blobsElsewhere }: Backup): string {
  if (blobsElsewhere === null) return '';
  const { endpoint, bucket, prefix } = blobsElsewhere;
  return `The files of evidence and populations are not in it: they are in the bucket ${bucket} at ${endpoint}, below "${prefix}". Back that up as well.\n`;
}
