import { Group, Stack, Table, Text, Title } from '@mantine/core';
import type { Block, Cell, Tone } from '@tickmark/core';
import { Link } from '@tanstack/react-router';
import { AsWritten } from '../../ui/as-written.tsx';
import { Section } from '../../ui/page.tsx';
import { Facts } from '../../ui/panel.tsx';
import { ReportPicture } from './picture.tsx';
import classes from './reports.module.css';

const colours: Record<Tone, string | undefined> = {
  ink: undefined,
  quiet: 'dimmed',
  alarm: 'light-dark(#8c1d18, #ff9c94)',
  caution: 'light-dark(#7a4b00, #f0c36a)',
};

interface Part {
  title: string;
  blocks: Block[];
}

/** The parts of a report under their headings, as they stand in its documents. */
export function ReportParts({ pages }: { pages: readonly Block[] }) {
  const parts: Part[] = [];
  for (const block of pages) {
    if (block.kind === 'heading' && block.level === 1) parts.push({ title: block.text, blocks: [] });
    else parts.at(-1)?.blocks.push(block);
  }
  return (
    <>
      <Group gap="md" component="nav" aria-label="Parts of the report">
        {parts.map(({ title }) => (
          <Link key={title} to="." search={(s) => s} hash={anchorOf(title)} className="tm-link">
            {title}
          </Link>
        ))}
      </Group>
      {parts.map(({ title, blocks }) => (
        <div key={title} id={anchorOf(title)} tabIndex={-1} className={classes.part}>
          <Section title={title}>
            <Stack gap="sm">
              {blocks.map((block, place) => (
                // A report that was made never changes.
                <Part key={place} block={block} />
              ))}
            </Stack>
          </Section>
        </div>
      ))}
    </>
  );
}

/** `what-next`, by which an address leads to a part. */
function anchorOf(title: string): string {
  return title.toLowerCase().replaceAll(/[^a-z]+/g, '-');
}

function Part({ block }: { block: Block }) {
  switch (block.kind) {
    case 'heading':
      return (
        <Title order={3} mt="xs">
          {block.text}
        </Title>
      );
    case 'text':
      return (
        <Text c={colours[block.tone]} fw={block.strong ? 600 : undefined} maw={860}>
          <AsWritten text={block.text} />
        </Text>
      );
    case 'nothing':
      return (
        <Text c="dimmed" className={classes.nothing}>
          {block.text}
        </Text>
      );
    case 'list': {
      const List = block.ordered ? 'ol' : 'ul';
      return (
        <List aria-label={block.label} className={classes.list}>
          {block.items.map((item) => (
            <li key={item}>
              <AsWritten text={item} />
            </li>
          ))}
        </List>
      );
    }
    case 'facts':
      return (
        <Facts facts={block.rows.map(({ name, value }) => [name, <AsWritten key={name} text={value} />] as const)} />
      );
    case 'figures':
      return (
        <ul className={classes.figures} aria-label="In figures">
          {block.items.map(({ figure, words, tone }) => (
            <li key={words}>
              <Text component="span" fz={22} fw={600} lh={1.3} display="block" c={colours[tone]}>
                {figure}
              </Text>
              <Text component="span" size="sm">
                {words}
              </Text>
            </li>
          ))}
        </ul>
      );
    case 'picture':
      return <ReportPicture picture={block} />;
    case 'table':
      return <PartTable table={block} />;
  }
}

function PartTable({ table: { label, columns, rows, more } }: { table: Extract<Block, { kind: 'table' }> }) {
  const whole = columns.reduce((sum, { share }) => sum + share, 0);
  const side = (place: number) => (columns[place]?.figures === true ? ('right' as const) : undefined);
  return (
    <div>
      <Table.ScrollContainer
        minWidth={720}
        scrollAreaProps={{ viewportProps: { tabIndex: 0, role: 'region', 'aria-label': `${label}, scrollable` } }}
      >
        <Table withTableBorder layout="fixed" aria-label={label} className={classes.table}>
          <Table.Thead>
            <Table.Tr>
              {columns.map(({ title, share }, place) => (
                <Table.Th key={title} ta={side(place)} w={`${(share / whole) * 100}%`}>
                  {title}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rows.map((row, place) => (
              <Table.Tr key={place}>
                {row.map((cell, column) => (
                  <Table.Td key={columns[column]?.title} ta={side(column)}>
                    <PartCell cell={cell} />
                  </Table.Td>
                ))}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      {more === '' ? null : (
        <Text size="sm" c="dimmed" mt={4}>
          {more}
        </Text>
      )}
    </div>
  );
}

function PartCell({ cell: { text, tone, strong, about } }: { cell: Cell }) {
  const words = (
    <Text component="span" inherit c={about === null ? colours[tone] : undefined} fw={strong ? 600 : undefined}>
      <AsWritten text={text} />
    </Text>
  );
  switch (about?.kind) {
    case undefined:
      return words;
    case 'question':
      return (
        <Link to="/readiness" search={{ question: about.key }} className="tm-link">
          {words}
        </Link>
      );
    case 'criterion':
      return (
        <Link to="/readiness" search={{ tab: 'grades', open: about.key }} className="tm-link">
          {words}
        </Link>
      );
    case 'item':
      return (
        <Link to="/plan" search={{ open: about.key }} className="tm-link">
          {words}
        </Link>
      );
  }
}
