import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { TickmarkError } from '@tickmark/core';
import type { TemplateFault } from '@tickmark/policies';
import type { Command } from 'commander';
import type { Io } from '../io.ts';

interface Told extends Pick<TemplateFault, 'at' | 'message'> {
  /** Names of files. */
  files: string[];
  code: TemplateFault['code'] | 'unreadable';
}

/** Checks the documents of a folder, such as one of an organization's own repository, without a server. */
export function registerCheckPolicies(program: Command, io: Io): void {
  program
    .command('check-policies')
    .description(
      'Check policies in Markdown: headings, tags, controls, words nobody can be held to, numbers that contradict',
    )
    .argument('<folder>', 'folder with one .md file for each document')
    .option('--json', 'print one JSON document')
    .addHelpText(
      'after',
      '\nA file begins with the lines that the templates have (id, title, kind, purpose, satisfies, controls, owner,\nreviewCadence, acknowledgement). Exit code 1 where something does not hold.\n\nExample:\n  $ tickmark check-policies policies',
    )
    .action(async (folder: string, { json }: { json?: boolean }) => {
      const { documents, faults } = await checkFolder(folder);
      io.stdout(json ? `${JSON.stringify({ documents, faults })}\n` : inWords(documents, faults));
      io.exit(faults.length > 0 ? 1 : 0);
    });
}

async function checkFolder(folder: string): Promise<{ documents: number; faults: Told[] }> {
  const { checkTemplate, checkTogether, parseTemplate } = await import('@tickmark/policies');
  const names = (await filesOf(folder)).filter((name) => name.endsWith('.md')).sort();
  if (names.length === 0) {
    throw new TickmarkError('bad_input', `${folder} has no .md file.`, {
      action: 'Name the folder with the documents.',
    });
  }
  const faults: Told[] = [];
  const read: { name: string; template: ReturnType<typeof parseTemplate> }[] = [];
  for (const name of names) {
    try {
      const template = parseTemplate(await readFile(join(folder, name), 'utf8'));
      const own = checkTemplate(template, { own: true });
      faults.push(...own.map((fault) => ({ ...fault, files: [name] })));
      read.push({ name, template });
    } catch (error) {
      if (!(error instanceof TickmarkError)) throw error;
      faults.push({
        code: 'unreadable',
        at: error.field ?? '',
        message: `${error.message} ${error.action ?? ''}`,
        files: [name],
      });
    }
  }
  const readable = read.filter(
    ({ name }) => !faults.some(({ files, code }) => code === 'tag-open' && files.includes(name)),
  );
  for (const { ids, ...fault } of checkTogether(readable.map(({ template }) => template))) {
    faults.push({
      ...fault,
      files: readable.filter(({ template }) => ids.includes(template.front.id)).map(({ name }) => name),
    });
  }
  return { documents: names.length, faults };
}

async function filesOf(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder, { withFileTypes: true })).filter((each) => each.isFile()).map(({ name }) => name);
  } catch (cause) {
    throw new TickmarkError('bad_input', `The folder ${folder} cannot be read.`, { action: 'Check the path.', cause });
  }
}

function inWords(documents: number, faults: readonly Told[]): string {
  const lines = faults.map(({ files, code, message }) => `${files.join(', ')}: ${message} [${code}]`);
  const count = documents === 1 ? '1 document' : `${documents} documents`;
  const last =
    faults.length === 0
      ? 'nothing is wrong'
      : faults.length === 1
        ? '1 thing is wrong'
        : `${faults.length} things are wrong`;
  return `${[...lines, `${count}: ${last}.`].join('\n')}\n`;
}
