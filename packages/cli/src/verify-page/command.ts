import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { TickmarkError } from '@tickmark/core';
import type { Command } from 'commander';
import type { Io } from '../io.ts';

/** Built with the web app, which serves the same bytes. */
const built = new URL('../../../web/dist/verify.html', import.meta.url);

export function registerVerifyPage(program: Command, io: Io): void {
  program
    .command('verify-page')
    .description('Write the page that verifies bundles in a browser, offline: one HTML file')
    .requiredOption('--out <file>', 'file to write; one that is there is not overwritten')
    .option('--json', 'print one JSON document')
    .addHelpText(
      'after',
      '\nThe same source gives the same bytes: compare the SHA-256 with that of a copy from elsewhere.\n\nExample:\n  $ tickmark verify-page --out verify.html',
    )
    .action(async ({ out, json }: { out: string; json?: boolean }) => {
      if (existsSync(out)) throw cannotWrite(out, true);
      const page = await readFile(built).catch((cause: unknown) => {
        throw new TickmarkError('cannot_run', 'The page is not built.', {
          action: 'Run npm run build, or npm start, which builds it.',
          cause,
        });
      });
      await writeNew(out, page);
      const made = { file: out, size: page.length, sha256: createHash('sha256').update(page).digest('hex') };
      io.stdout(json ? `${JSON.stringify(made)}\n` : `${out}: ${made.size} bytes\nSHA-256 ${made.sha256}\n`);
    });
}

/** Writes a file that is not there yet. */
async function writeNew(file: string, bytes: Uint8Array): Promise<void> {
  try {
    await writeFile(file, bytes, { flag: 'wx' });
  } catch (cause) {
    throw cannotWrite(file, (cause as NodeJS.ErrnoException).code === 'EEXIST', cause);
  }
}

function cannotWrite(file: string, there: boolean, cause?: unknown): TickmarkError {
  return new TickmarkError('bad_input', there ? `${file} is there already.` : `${file} cannot be written.`, {
    field: '--out',
    action: there ? 'Name another file, or remove this one.' : 'Name a file in a folder that you may write to.',
    cause,
  });
}
