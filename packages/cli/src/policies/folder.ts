import { readdir } from 'node:fs/promises';
import { TickmarkError } from '@tickmark/core';

/**
 * Names of the Markdown files of a folder, sorted. A README tells of the folder and is no document. Errors: bad_input for a
 * folder that cannot be read.
 */
export async function markdownIn(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder, { withFileTypes: true }))
      .filter((each) => each.isFile() && each.name.endsWith('.md') && each.name.toLowerCase() !== 'readme.md')
      .map(({ name }) => name)
      .sort();
  } catch (cause) {
    throw new TickmarkError('bad_input', `The folder ${folder} cannot be read.`, { action: 'Check the path.', cause });
  }
}
