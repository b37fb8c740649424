import { mapLines, writeMarkdown } from '@tickmark/policies';
import { renderPolicies } from '../policies/render.ts';
import { writePolicies } from '../policies/word.ts';
import { descriptionPack, descriptionText, standing, title, type DescribedSystem } from './document.ts';

/** A description as PDF/UA-1; the same input gives the same bytes. Ends as {@link renderPolicies} does. */
export function renderDescription(system: DescribedSystem): Promise<{ pdf: Uint8Array; pages: number }> {
  return renderPolicies(descriptionPack(system));
}

/** A description as a document to edit; the same input gives the same bytes. */
export function writeDescription(system: DescribedSystem): Promise<Uint8Array> {
  return writePolicies(descriptionPack(system));
}

/** A description as Markdown. What is not written stands in brackets. */
export function descriptionMarkdown(system: DescribedSystem): string {
  const { rows, blocks } = descriptionText(system);
  const { mark } = standing(system);
  const head = [
    ...(mark === '' ? [] : [writeMarkdown([{ kind: 'paragraph', line: [{ text: mark, strong: true }] }])]),
    writeMarkdown([
      {
        kind: 'list',
        ordered: false,
        items: rows.map(([name, words]) => ({
          line: [{ text: name, strong: true }, { text: `: ${words}` }],
          below: null,
        })),
      },
    ]),
  ];
  const text = writeMarkdown(
    mapLines(blocks, (line) =>
      line.map((piece) => (piece.missing === true ? { text: `[${piece.text}]`, strong: true } : piece)),
    ),
  );
  return [`# ${title}\n`, ...head, text].join('\n');
}
