import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { TickmarkError, type TextFinding } from '@tickmark/core';
import type { CheckedTemplate, TemplateFault } from '@tickmark/policies';
import { markdownIn } from './folder.ts';
import { tellReview } from './reviews.ts';

/** What does not hold of documents, and where. */
export interface Told {
  /** Names of files. */
  files: string[];
  code: TemplateFault['code'] | TextFinding['code'] | 'unreadable' | 'review-ahead';
  /** A field of the front, a heading, a tag, a control or a word. */
  at: string;
  /** The sentence with the fault; empty where none has it, or where the message names its words. */
  passage: string;
  message: string;
}

export interface CheckedFolder {
  documents: number;
  faults: Told[];
  /** What is worth a look, and may be as it is meant. */
  warnings: Told[];
  /** Documents that do not tell when they were reviewed last. */
  notReviewed: number;
}

/** `on`: the day on which reviews are due or not. Errors: bad_input for a folder that cannot be read, and one without documents. */
export async function checkFolder(folder: string, on: string): Promise<CheckedFolder> {
  const { checkAmong, checkTemplate, checkTogether, parseTemplate } = await import('@tickmark/policies');
  const names = await markdownIn(folder);
  if (names.length === 0) {
    throw new TickmarkError('bad_input', `${folder} has no documents in .md files.`, {
      action: 'Name the folder with the documents.',
    });
  }
  const faults: Told[] = [];
  const read: (CheckedTemplate & { name: string })[] = [];
  for (const name of names) {
    try {
      const template = parseTemplate(await readFile(join(folder, name), 'utf8'));
      const own = checkTemplate(template, { own: true });
      faults.push(...own.map((fault) => ({ ...fault, files: [name], passage: '' })));
      read.push({ name, template, faults: own });
    } catch (error) {
      if (!(error instanceof TickmarkError)) throw error;
      faults.push({
        code: 'unreadable',
        at: error.field ?? '',
        passage: '',
        message: `${error.message} ${error.action ?? ''}`,
        files: [name],
      });
    }
  }
  const readable = read.filter(({ faults: own }) => !own.some(({ code }) => code === 'tag-open'));
  const together = checkTogether(readable.map(({ template }) => template));
  for (const { ids, ...fault } of together) {
    faults.push({
      ...fault,
      files: readable.filter(({ template }) => ids.includes(template.front.id)).map(({ name }) => name),
      passage: '',
    });
  }
  const complete = readable.length === names.length && !together.some(({ code }) => code === 'id-twice');
  const findings = checkAmong(readable, { complete }).flatMap((own, at) =>
    own.map((finding) => ({ ...finding, name: readable[at]?.name ?? '' })),
  );
  const told = (wanted: TextFinding['severity']): Told[] =>
    findings
      .filter(({ severity }) => severity === wanted)
      .map(({ name, code, heading, passage, message, action }) => ({
        files: [name],
        code,
        at: heading,
        passage,
        message: `${message} ${action}`,
      }));
  const reviews = await Promise.all(read.map(({ name, template }) => tellReview(name, template.front, on)));
  return {
    documents: names.length,
    faults: [...faults, ...told('must'), ...reviews.flatMap((each) => each.faults)],
    warnings: [...told('should'), ...reviews.flatMap((each) => each.warnings)],
    notReviewed: read.filter(({ template }) => template.front.reviewedOn === undefined).length,
  };
}
