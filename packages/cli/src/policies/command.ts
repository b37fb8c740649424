import type { Command } from 'commander';
import type { Io } from '../io.ts';
import type { CheckedFolder, Told } from './check-folder.ts';
import { dayOf } from './reviews.ts';

interface Options {
  on?: string;
  strict?: boolean;
  json?: boolean;
}

/** Checks the documents of a folder, such as one of an organization's own repository, without a server. */
export function registerCheckPolicies(program: Command, io: Io): void {
  program
    .command('check-policies')
    .description(
      'Check policies in Markdown: headings, tags, controls, words nobody can be held to, numbers that contradict, what they name, reviews that are overdue',
    )
    .argument('<folder>', 'folder with one .md file for each document')
    .option('--on <date>', 'day on which reviews are due or not; today when left out')
    .option('--strict', 'end with exit code 1 for what is worth a look as well')
    .option('--json', 'print one JSON document')
    .addHelpText(
      'after',
      '\nA file begins with the lines that the templates have (id, title, kind, purpose, satisfies, controls, owner,\nreviewCadence, acknowledgement); README.md is none. With\nreviewedOn: 2026-01-31 it tells when it was approved or confirmed last. Exit code 1 where something does not hold.\n\nExample:\n  $ tickmark check-policies policies',
    )
    .action(async (folder: string, { on, strict, json }: Options) => {
      const { checkFolder } = await import('./check-folder.ts');
      const checked = await checkFolder(folder, dayOf(on));
      io.stdout(json === true ? `${JSON.stringify(checked)}\n` : inWords(checked));
      io.exit(checked.faults.length > 0 || (strict === true && checked.warnings.length > 0) ? 1 : 0);
    });
}

function inWords({ documents, faults, warnings, notReviewed }: CheckedFolder): string {
  const apart = warnings.length === 0 ? [] : ['Worth a look:', ...warnings.map(line), ''];
  const wrong = faults.length === 0 ? 'nothing is wrong' : counted(faults.length, 'thing is', 'things are', 'wrong');
  const look = warnings.length === 0 ? '' : `, ${counted(warnings.length, 'is', 'are', 'worth a look')}`;
  const unknown =
    notReviewed === 0
      ? ''
      : ` ${counted(notReviewed, 'does', 'do', 'not tell when')} ${notReviewed === 1 ? 'it was' : 'they were'} reviewed.`;
  return `${[
    ...faults.map(line),
    ...(faults.length > 0 && warnings.length > 0 ? [''] : []),
    ...apart,
    `${counted(documents, 'document', 'documents')}: ${wrong}${look}.${unknown}`,
  ].join('\n')}\n`;
}

function line({ files, at, passage, code, message }: Told): string {
  const place = passage === '' ? '' : `${at === '' ? '' : `${at}: `}“${passage}” `;
  return `${files.join(', ')}: ${place}${message} [${code}]`;
}

function counted(count: number, one: string, many: string, rest = ''): string {
  return `${count} ${count === 1 ? one : many} ${rest}`.trim();
}
