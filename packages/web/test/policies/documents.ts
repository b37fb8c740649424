import type { Inline, TextBlock } from '@tickmark/core';
import * as fc from 'fast-check';

const words = fc
  .oneof(
    fc.stringMatching(/^[A-Za-z0-9 .,;:!?*_{}[\]<>|-]{1,12}$/),
    fc.constantFrom(' ', '{{', '{IAM-06', '## ', '- ', '**x**'),
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 6 }),
  )
  .map((text) => text.replaceAll(/\s+/g, ' '));

const way = fc.constantFrom<Partial<Inline>>(
  {},
  {},
  {},
  { strong: true },
  { emphasis: true },
  { strong: true, emphasis: true },
  { code: true },
  { strong: true, code: true },
  { missing: true },
);

const piece: fc.Arbitrary<Inline> = fc.oneof(
  { weight: 6, arbitrary: fc.tuple(words, way).map(([text, set]) => ({ text, ...set })) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(
        fc.constantFrom('organization', 'roles.ciso', 'settings.accessRemoval'),
        words,
        fc.constantFrom({}, { strong: true as const }, { missing: true as const }),
      )
      .map(([tag, text, set]) => ({ text, ...set, tag })),
  },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom('quarterly' as const, null)
      .map((frequency) => ({ text: '', obligation: { control: 'IAM-06', frequency } })),
  },
);

/** Pieces that are set alike stand as one, as in a text that was read. */
function joined(pieces: readonly Inline[]): Inline[] {
  const line: Inline[] = [];
  for (const { text, ...set } of pieces) {
    const { text: before, ...way } = line.at(-1) ?? { text: '', tag: '' };
    if (!('tag' in set) && !('obligation' in set) && JSON.stringify(way) === JSON.stringify(set))
      line[line.length - 1] = { text: before + text, ...set };
    else line.push({ text, ...set });
  }
  return line;
}

const line = fc.array(piece, { minLength: 1, maxLength: 5 }).map(joined);
const cells = (width: number): fc.Arbitrary<Inline[][]> =>
  fc.array(fc.oneof(line, fc.constant<Inline[]>([])), { minLength: width, maxLength: width });

const block: fc.Arbitrary<TextBlock> = fc.oneof(
  fc.record({ kind: fc.constant('heading' as const), level: fc.constantFrom(2, 3, 4), line }),
  fc.record({ kind: fc.constant('paragraph' as const), line }),
  fc.record({
    kind: fc.constant('list' as const),
    ordered: fc.boolean(),
    items: fc.array(
      fc.record({
        line,
        below: fc.option(fc.record({ ordered: fc.boolean(), items: fc.array(line, { minLength: 1, maxLength: 3 }) })),
      }),
      { minLength: 1, maxLength: 3 },
    ),
  }),
  fc.integer({ min: 1, max: 3 }).chain((width) =>
    fc.record({
      kind: fc.constant('table' as const),
      head: cells(width),
      rows: fc.array(cells(width), { maxLength: 3 }),
    }),
  ),
);

/** Texts as they are read: nothing empty beside cells, and pieces that are set alike as one. */
export const texts: fc.Arbitrary<TextBlock[]> = fc
  .array(block, { maxLength: 6 })
  .map((blocks) => structuredClone(blocks));

/** Every line of a text as it is read, without the space in it. */
export function lettersOf(blocks: readonly TextBlock[]): string {
  const of = (pieces: readonly Inline[]): string =>
    pieces.map(({ text, obligation }) => text + (obligation?.control ?? '')).join('');
  return blocks
    .map((each) => {
      switch (each.kind) {
        case 'heading':
        case 'paragraph':
          return of(each.line);
        case 'list':
          return each.items.map((item) => of(item.line) + (item.below?.items ?? []).map(of).join('')).join('');
        case 'table':
          return [...each.head, ...each.rows.flat()].map(of).join('');
      }
    })
    .join('')
    .replaceAll(/\s/g, '');
}
