import { Table, VisuallyHidden } from '@mantine/core';
import type { ComparedBlock, ComparedInline, ComparedLine, Inline, TextBlock, TextChange } from '@tickmark/core';
import { Link } from '@tanstack/react-router';
import { Fragment } from 'react';
import { AsWritten } from '../../ui/as-written.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Scrollable } from '../../ui/scrollable.tsx';
import classes from './policies.module.css';

/** A text as it is read: headings, paragraphs, lists and tables, with the controls that its sentences create beside them. */
export function TextBlocks({ blocks, framed = true }: { blocks: readonly TextBlock[]; framed?: boolean }) {
  const text = (
    <article className={classes.text}>
      {blocks.map((block, place) => (
        <Block key={place} block={block} about={aboutTable(blocks, place)} />
      ))}
    </article>
  );
  return framed ? <Panel p="lg">{text}</Panel> : text;
}

/** Under which heading a table stands: two may have the same columns. */
function aboutTable(blocks: readonly TextBlock[], place: number): string {
  if (blocks[place]?.kind !== 'table') return '';
  const above = blocks.slice(0, place).findLast((block) => block.kind === 'heading');
  return above === undefined ? '' : `${above.line.map(({ text }) => text).join('')}. `;
}

/** An item or a cell: of one text, or of two that were compared. */
type Part = readonly Inline[] | ComparedLine;
const isOfTwo = (part: Part): part is ComparedLine => !Array.isArray(part);
const lineOf = (part: Part): readonly ComparedInline[] => (isOfTwo(part) ? part.line : part);

/** A block of one text, or of two that were compared. `about`: whose it is, where it stands there twice. */
export function Block({ block, about = '' }: { block: TextBlock | ComparedBlock; about?: string }) {
  switch (block.kind) {
    case 'heading': {
      const Heading = block.level === 2 ? 'h2' : 'h3';
      return (
        <Heading>
          <Line line={block.line} />
        </Heading>
      );
    }
    case 'paragraph':
      return (
        <p>
          <Line line={block.line} />
        </p>
      );
    case 'list': {
      const List = block.ordered ? 'ol' : 'ul';
      return (
        <List>
          {block.items.map(({ line, below }, place) => {
            const Below = below?.ordered ? 'ol' : 'ul';
            return (
              <li key={place}>
                <Line line={line} />
                {below === null ? null : (
                  <Below>
                    {below.items.map((each: Part, at) => (
                      <li key={at}>
                        <Line line={lineOf(each)} />
                      </li>
                    ))}
                  </Below>
                )}
              </li>
            );
          })}
        </List>
      );
    }
    case 'table':
      return (
        <Scrollable
          label={`${about}Table: ${block.head
            .map((cell: Part) =>
              lineOf(cell)
                .map(({ text }) => text)
                .join(''),
            )
            .join(', ')}`}
          className={classes.table}
        >
          <Table withTableBorder verticalSpacing={6} miw={560}>
            <Table.Thead>
              <Table.Tr>
                {block.head.map((cell: Part, place) => (
                  <Table.Th key={place}>
                    <Line line={lineOf(cell)} />
                  </Table.Th>
                ))}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {block.rows.map((row, place) => (
                <Table.Tr key={place}>
                  {('cells' in row ? row.cells : row).map((cell: Part, at) => (
                    <Table.Td key={at}>
                      <Line line={lineOf(cell)} />
                    </Table.Td>
                  ))}
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Scrollable>
      );
  }
}

function Line({ line }: { line: readonly ComparedInline[] }) {
  return runsOf(line).map(({ change, pieces }, place) => {
    const [first, ...rest] = pieces;
    if (change === undefined || first === undefined)
      return (
        <Fragment key={place}>
          {pieces.map((piece, at) => (
            <Piece key={at} piece={piece} />
          ))}
        </Fragment>
      );
    const Change = change === 'added' ? 'ins' : 'del';
    const text = first.text.trimStart();
    const shown = text === '' && first.obligation === undefined ? rest : [{ ...first, text }, ...rest];
    // The space before the words stands before the mark.
    return (
      <Fragment key={place}>
        {text === first.text ? null : ' '}
        <Change className={classes[change]}>
          <VisuallyHidden>{change === 'added' ? '[added: ' : '[removed: '}</VisuallyHidden>
          {shown.map((piece, at) => (
            <Piece key={at} piece={piece} />
          ))}
          <VisuallyHidden>]</VisuallyHidden>
        </Change>
      </Fragment>
    );
  });
}

/** Pieces side by side that came or went together. */
function runsOf(line: readonly ComparedInline[]): { change: TextChange | undefined; pieces: ComparedInline[] }[] {
  const runs: { change: TextChange | undefined; pieces: ComparedInline[] }[] = [];
  for (const piece of line) {
    const last = runs.at(-1);
    if (last !== undefined && last.change === piece.change) last.pieces.push(piece);
    else runs.push({ change: piece.change, pieces: [piece] });
  }
  return runs;
}

function Piece({ piece: { text, strong, emphasis, code, missing, obligation, change } }: { piece: ComparedInline }) {
  if (obligation !== undefined) {
    const { control, frequency } = obligation;
    // How often is told where it may be what has changed.
    const often = change === undefined || frequency === null ? '' : ` ${frequency.replaceAll('_', ' ')}`;
    return (
      <>
        {' '}
        <Link to="/controls" search={{ tab: 'catalogue', search: control }} className={classes.mark}>
          {control}
          {often}
        </Link>
      </>
    );
  }
  const written = <AsWritten text={text} />;
  if (missing) return <mark className={classes.missing}>{written}</mark>;
  if (code) return <code>{written}</code>;
  if (strong) return <strong>{written}</strong>;
  return emphasis ? <em>{written}</em> : written;
}
