import type { DescriptionDocument, TextBlock } from '@tickmark/core';

/** All parts as one text, each under its title. */
export function wholeText({ parts }: DescriptionDocument): TextBlock[] {
  return parts.flatMap(({ title, blocks }): TextBlock[] => [
    { kind: 'heading', level: 2, line: [{ text: title }] },
    ...blocks,
  ]);
}
