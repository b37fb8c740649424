import { frequencies, type Frequency, type Inline, type Obligation, type TextBlock } from '@tickmark/core';

/** `{GOV-07 annual}` after a sentence: the control it creates, and how often the sentence says. */
export const obligationMark = /\{([A-Z]{2,5}-\d{2,3})(?: ([a-z_]+))?\}/;

/** Whether a word is one of the frequencies of controls. */
export function isFrequency(word: string | undefined): word is Frequency {
  return word !== undefined && (frequencies as readonly string[]).includes(word);
}

/** What a text says that controls do, in its order: the sentences since the mark before, each with the heading it stands under. */
export function obligationsOf(blocks: readonly TextBlock[]): Obligation[] {
  const found: Obligation[] = [];
  let heading = '';
  for (const block of blocks) {
    if (block.kind === 'heading') {
      heading = textOf(block.line);
      continue;
    }
    for (const line of linesOf(block)) {
      let from = 0;
      line.forEach((piece, place) => {
        if (piece.obligation === undefined) return;
        // Marks side by side speak of the same sentences.
        const passage = textOf(line.slice(from, place)).trim() || (found.at(-1)?.passage ?? '');
        found.push({ ...piece.obligation, passage, heading });
        from = place + 1;
      });
    }
  }
  return found;
}

/** Every line of a block, of lists and tables too. */
export function linesOf(block: TextBlock): Inline[][] {
  switch (block.kind) {
    case 'heading':
    case 'paragraph':
      return [block.line];
    case 'list':
      return block.items.flatMap(({ line, below }) => [line, ...(below?.items ?? [])]);
    case 'table':
      return [...block.head, ...block.rows.flat()];
  }
}

/** The same blocks with each of their lines made anew. */
export function mapLines(blocks: readonly TextBlock[], change: (line: readonly Inline[]) => Inline[]): TextBlock[] {
  return blocks.map((block): TextBlock => {
    switch (block.kind) {
      case 'heading':
      case 'paragraph':
        return { ...block, line: change(block.line) };
      case 'list':
        return {
          ...block,
          items: block.items.map(({ line, below }) => ({
            line: change(line),
            below: below === null ? null : { ...below, items: below.items.map(change) },
          })),
        };
      case 'table':
        return { ...block, head: block.head.map(change), rows: block.rows.map((row) => row.map(change)) };
    }
  });
}

export function textOf(line: readonly Inline[]): string {
  return line.map(({ text }) => text).join('');
}
