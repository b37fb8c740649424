import { Button, Stack, Text, VisuallyHidden } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import type { Compared, ComparedNumber, ComparedPromise, ComparedRow } from '@tickmark/core';
import { useId, useMemo, useState, type MouseEvent, type ReactNode } from 'react';
import { quantity } from '../../ui/moment.ts';
import { Note } from '../../ui/notices.tsx';
import { Panel } from '../../ui/panel.tsx';
import { foldRows, hasChanged, mergeRow, setOtherwise, type Stretch } from './compared-parts.ts';
import classes from './compared.module.css';
import textClasses from './policies.module.css';
import { Block } from './text-blocks.tsx';

type Layout = 'inline' | 'side-by-side';

/** What changed between two versions of a text. Side by side takes a wide screen; on a narrow one it is shown in one column. */
export function ComparedText({ compared, layout }: { compared: Compared; layout: Layout }) {
  const id = useId();
  const narrow = useMediaQuery('(max-width: 62em)') ?? false;
  const stretches = useMemo(() => foldRows(compared.rows), [compared]);
  const [opened, setOpened] = useState<ReadonlySet<number>>(new Set());
  const sided = layout === 'side-by-side' && !narrow;
  const toggle = (from: number): void =>
    setOpened((before) =>
      before.has(from) ? new Set([...before].filter((each) => each !== from)) : new Set([...before, from]),
    );
  const rowsOf = ({ from, end }: Stretch): ReactNode =>
    compared.rows
      .slice(from, end)
      .map((row, at) => (
        <Row key={from + at} id={placeOf(id, from + at)} row={row} sided={sided} moved={movedOf(compared, from + at)} />
      ));
  return (
    <Stack gap="md">
      <InShort compared={compared} id={id} />
      <Panel p="lg">
        {sided ? (
          <div className={classes.sides}>
            <div className={classes.side}>Before</div>
            <div className={classes.side}>After</div>
          </div>
        ) : null}
        <article className={textClasses.text} style={sided ? { maxWidth: 'none' } : undefined}>
          {stretches.map((stretch) =>
            stretch.folded === null ? (
              <div key={stretch.from}>{rowsOf(stretch)}</div>
            ) : (
              <div key={stretch.from}>
                <Button
                  className={classes.fold}
                  variant="default"
                  size="compact-sm"
                  aria-expanded={opened.has(stretch.from)}
                  onClick={() => toggle(stretch.from)}
                >
                  {stretch.folded}
                </Button>
                {opened.has(stretch.from) ? rowsOf(stretch) : null}
              </div>
            ),
          )}
        </article>
      </Panel>
    </Stack>
  );
}

const placeOf = (id: string, row: number): string => `${id}-${row}`;

function movedOf({ moved }: Compared, row: number): string | null {
  const found = moved.find((each) => each.row === row);
  return found === undefined ? null : stood(found.stoodAfter);
}

const stood = (after: string | null): string => (after === null ? 'stood at the top' : `stood after “${after}”`);

function Row({ id, row, sided, moved }: { id: string; row: ComparedRow; sided: boolean; moved: string | null }) {
  const merged = mergeRow(row);
  const otherwise = setOtherwise(row);
  const notes = [moved === null ? null : `Moved: it ${moved}.`, otherwise].filter((note) => note !== null);
  return (
    <div id={id} tabIndex={-1} className={classes.row}>
      {notes.length === 0 ? null : (
        <Text size="xs" fw={600} c="dimmed">
          {notes.join(' ')}
        </Text>
      )}
      {sided ? (
        <div className={classes.sides}>
          <div>{row.before === null ? null : <Block block={row.before} about="Before: " />}</div>
          <div>{row.after === null ? null : <Block block={row.after} about="After: " />}</div>
        </div>
      ) : merged === null ? null : (
        <Block block={merged} />
      )}
    </div>
  );
}

/** How much has changed, and what an auditor asks for first: promises and numbers, each with its place. */
function InShort({ compared, id }: { compared: Compared; id: string }) {
  const { rows, words, promises, numbers, moved } = compared;
  if (moved.length === 0 && !rows.some(hasChanged)) return <Note>Nothing has changed.</Note>;
  return (
    <Stack gap="xs" component="section" aria-label="What changed, in short">
      <Text size="sm">
        {quantity(words.added, 'word')} added, {words.removed} removed. {saidOfPromises(promises)}{' '}
        {numbers.length === 0 ? 'No number changed.' : `${quantity(numbers.length, 'number')} changed.`}
        {moved.length === 0 ? '' : ` ${quantity(moved.length, 'section')} moved.`}
      </Text>
      <Told
        title="Promises"
        id={id}
        items={promises.map((promise) => ({
          row: promise.row,
          title: <PromiseTitle promise={promise} />,
          said: (promise.after ?? promise.before)?.passage ?? '',
        }))}
      />
      <Told
        title="Numbers"
        id={id}
        items={numbers.map((number) => ({
          row: number.row,
          title: <NumberTitle number={number} />,
          said: number.sentence,
        }))}
      />
      <Told
        title="Moved"
        id={id}
        items={moved.map(({ heading, stoodAfter, row }) => ({ row, title: heading, said: stood(stoodAfter) }))}
      />
    </Stack>
  );
}

function saidOfPromises(promises: readonly ComparedPromise[]): string {
  const added = promises.filter(({ before }) => before === null).length;
  const removed = promises.filter(({ after }) => after === null).length;
  if (promises.length === 0) return 'No promise changed.';
  const changed = promises.length - added - removed;
  return `Promises: ${added} added, ${removed} removed, ${changed} with another frequency.`;
}

function PromiseTitle({ promise: { control, before, after } }: { promise: ComparedPromise }) {
  if (before === null)
    return <>{`${control} is promised now${after?.frequency ? `, ${inWords(after.frequency)}` : ''}`}</>;
  if (after === null) return <>{control} is promised no longer</>;
  return (
    <>
      {control}: <Becomes before={inWords(before.frequency)} after={inWords(after.frequency)} />
    </>
  );
}

/** Without a frequency a text names a trigger, or that it is always so. */
const inWords = (frequency: string | null): string => frequency?.replaceAll('_', ' ') ?? 'no rhythm';

function NumberTitle({ number: { before, after } }: { number: ComparedNumber }) {
  if (before === null) return <>{after} is new</>;
  return after === null ? <>{before} is gone</> : <Becomes before={before} after={after} />;
}

function Becomes({ before, after }: { before: string; after: string }) {
  return (
    <>
      {before} <span aria-hidden>→</span>
      <VisuallyHidden>becomes</VisuallyHidden> {after}
    </>
  );
}

/** More are shown once they are asked for. */
const first = 8;

function Told({
  title,
  id,
  items,
}: {
  title: string;
  id: string;
  items: readonly { row: number; title: ReactNode; said: string }[];
}) {
  const [all, setAll] = useState(false);
  const goTo = (event: MouseEvent, row: number): void => {
    event.preventDefault();
    const place = document.getElementById(placeOf(id, row));
    place?.scrollIntoView({ block: 'center' });
    place?.focus({ preventScroll: true });
  };
  if (items.length === 0) return null;
  return (
    <Stack gap={4}>
      <h2>{title}</h2>
      <ul className={classes.told}>
        {items.slice(0, all ? undefined : first).map(({ row, title: own, said }, at) => (
          <li key={at}>
            <a href={`#${placeOf(id, row)}`} className="tm-link" onClick={(event) => goTo(event, row)}>
              {own}
            </a>{' '}
            <Text span size="sm" c="dimmed">
              {said}
            </Text>
          </li>
        ))}
      </ul>
      {all || items.length <= first ? null : (
        <Button variant="default" size="compact-sm" style={{ alignSelf: 'start' }} onClick={() => setAll(true)}>
          All {items.length}
        </Button>
      )}
    </Stack>
  );
}
