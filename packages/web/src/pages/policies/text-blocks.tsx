import { Table } from '@mantine/core';
import type { Inline, TextBlock } from '@tickmark/core';
import { Link } from '@tanstack/react-router';
import { AsWritten } from '../../ui/as-written.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Scrollable } from '../../ui/scrollable.tsx';
import classes from './policies.module.css';

/** A text as it is read: headings, paragraphs, lists and tables, with the controls that its sentences create beside them. */
export function TextBlocks({ blocks, framed = true }: { blocks: readonly TextBlock[]; framed?: boolean }) {
  const text = (
    <article className={classes.text}>
      {blocks.map((block, place) => (
        <Block key={place} block={block} />
      ))}
    </article>
  );
  return framed ? <Panel p="lg">{text}</Panel> : text;
}

function Block({ block }: { block: TextBlock }) {
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
                    {below.items.map((each, at) => (
                      <li key={at}>
                        <Line line={each} />
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
          label={`Table: ${block.head.map((cell) => cell.map(({ text }) => text).join('')).join(', ')}`}
          className={classes.table}
        >
          <Table withTableBorder verticalSpacing={6} miw={560}>
            <Table.Thead>
              <Table.Tr>
                {block.head.map((cell, place) => (
                  <Table.Th key={place}>
                    <Line line={cell} />
                  </Table.Th>
                ))}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {block.rows.map((row, place) => (
                <Table.Tr key={place}>
                  {row.map((cell, at) => (
                    <Table.Td key={at}>
                      <Line line={cell} />
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

function Line({ line }: { line: readonly Inline[] }) {
  return line.map((piece, place) => <Piece key={place} piece={piece} />);
}

function Piece({ piece: { text, strong, emphasis, code, missing, obligation } }: { piece: Inline }) {
  if (obligation !== undefined) {
    return (
      <>
        {' '}
        <Link to="/controls" search={{ tab: 'catalogue', search: obligation.control }} className={classes.mark}>
          {obligation.control}
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
