import { Button, Table, Text } from '@mantine/core';
import { IconPrinter, IconRoute } from '@tabler/icons-react';
import { chapters, type Block, type Chapter } from '@tickmark/core/guide';
import { Link } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { Page } from '../../ui/page.tsx';
import { Scrollable } from '../../ui/scrollable.tsx';
import { Categories } from './categories.tsx';
import { Marked } from './marked.tsx';
import { Parties } from './parties.tsx';
import { Phases } from './phases.tsx';
import classes from './understand.module.css';
import { Ways } from './ways.tsx';
import { Work } from './work.tsx';

/** What a SOC 2 is, in eight chapters; `#types` leads to one. */
export function GuidePage() {
  const shown = useShownChapter();
  return (
    <Page
      title="Understand SOC 2"
      lead="What it is, whom it is for, how long it takes, and what it costs. A quarter of an hour."
      actions={
        <>
          <Button variant="default" leftSection={<IconPrinter size={16} aria-hidden />} onClick={() => print()}>
            Print
          </Button>
          <Button component={Link} to="/understand/choose" leftSection={<IconRoute size={16} aria-hidden />}>
            Which report do our customers need?
          </Button>
        </>
      }
    >
      <div className={classes.guide}>
        <nav className={classes.contents} aria-label="Chapters">
          <ol>
            {chapters.map(({ id, title }) => (
              <li key={id}>
                <Link
                  to="/understand"
                  hash={id}
                  data-shown={id === shown || undefined}
                  activeOptions={{ includeHash: true }}
                >
                  {title}
                </Link>
              </li>
            ))}
          </ol>
          <Link to="/understand/terms" className="tm-link">
            All terms
          </Link>
        </nav>
        <div className={classes.chapters}>
          {chapters.map((chapter, position) => (
            <ChapterPart key={chapter.id} chapter={chapter} number={position + 1} />
          ))}
        </div>
      </div>
    </Page>
  );
}

function ChapterPart({ chapter, number }: { chapter: Chapter; number: number }) {
  const { id, title, lead, blocks, source } = chapter;
  return (
    <section id={id} className={classes.chapter} aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>
        <span className={classes.number} aria-hidden>
          {number}
        </span>
        {title}
      </h2>
      <p className={classes.lead}>
        <Marked text={lead} />
      </p>
      {blocks.map((block, position) => (
        // Chapters are written by hand and never change their order.
        <BlockPart key={position} block={block} />
      ))}
      <Text size="xs" c="dimmed">
        {source}
      </Text>
    </section>
  );
}

function BlockPart({ block }: { block: Block }) {
  switch (block.kind) {
    case 'text':
      return (
        <p className={classes.text}>
          <Marked text={block.text} />
        </p>
      );
    case 'points':
      return (
        <ul className={classes.points}>
          {block.points.map(({ lead, text }) => (
            <li key={text}>
              {lead === undefined ? null : <strong>{lead} </strong>}
              <Marked text={text} />
            </li>
          ))}
        </ul>
      );
    case 'table':
      return <TablePart {...block} />;
    case 'picture':
      return block.picture === 'ways' ? <Ways /> : <Parties />;
    case 'categories':
      return <Categories />;
    case 'phases':
      return <Phases caption={block.caption} phases={block.phases} />;
    case 'work':
      return <Work />;
  }
}

function TablePart({ caption, head, rows }: Extract<Block, { kind: 'table' }>) {
  return (
    <Scrollable label={caption} className={classes.table}>
      <Table aria-label={caption} verticalSpacing={7} withTableBorder>
        <Table.Thead>
          <Table.Tr>
            {head.map((title) => (title === '' ? <Table.Td key="none" /> : <Table.Th key={title}>{title}</Table.Th>))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map(([name = '', ...cells]) => (
            <Table.Tr key={name}>
              <Table.Th scope="row">
                <Marked text={name} />
              </Table.Th>
              {cells.map((cell) => (
                <Table.Td key={cell}>
                  <Marked text={cell} />
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Scrollable>
  );
}

/** The chapter that is being read: the last one whose heading has gone past the upper third of the window. */
function useShownChapter(): string | undefined {
  const [shown, setShown] = useState<string | undefined>(chapters[0]?.id);
  useEffect(() => {
    function look(): void {
      const past = chapters.filter(
        ({ id }) => (document.getElementById(id)?.getBoundingClientRect().top ?? Infinity) < innerHeight / 3,
      );
      setShown((past.at(-1) ?? chapters[0])?.id);
    }
    addEventListener('scroll', look, { passive: true });
    return () => removeEventListener('scroll', look);
  }, []);
  return shown;
}
