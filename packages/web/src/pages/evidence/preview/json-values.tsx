import { Button, Group, Text, TextInput } from '@mantine/core';
import { IconChevronDown, IconChevronRight, IconSearch } from '@tabler/icons-react';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useMemo, useRef, useState, type KeyboardEvent, type MouseEvent } from 'react';
import { AsWritten } from '../../../ui/as-written.tsx';
import { quantity } from '../../../ui/moment.ts';
import { holdersOf, inSight, matching, type JsonNode } from './json-tree.ts';
import classes from './preview.module.css';

/** Values longer than this are cut on screen; the text has all of them. */
const longest = 500;
/** As many levels are open at first, where they hold no more than so many values. */
const openAtFirst = 200;

/** A JSON text as a tree that opens and closes, with a search of names and values. */
export function JsonValues({ nodes, label }: { nodes: readonly JsonNode[]; label: string }) {
  const scroller = useRef<HTMLDivElement>(null);
  const [opened, setOpened] = useState<ReadonlySet<number>>(() => firstOpen(nodes));
  const [active, setActive] = useState(0);
  const [words, setWords] = useState('');
  const shown = useMemo(() => inSight(nodes, opened), [nodes, opened]);
  const found = useMemo(() => matching(nodes, words), [nodes, words]);
  const virtual = useVirtualizer({
    count: shown.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => 24,
    overscan: 20,
  });
  const items = virtual.getVirtualItems();
  const place = shown.indexOf(active);
  const matched = found.indexOf(active);

  // Only when the rows that were opened for it are there can it be scrolled to.
  useEffect(() => {
    if (place > 0) virtual.scrollToIndex(place);
  }, [virtual, place]);

  function toggle(index: number, open: boolean): void {
    const next = new Set(opened);
    if (open) next.add(index);
    else next.delete(index);
    setOpened(next);
  }

  function next(step: 1 | -1): void {
    if (found.length === 0) return;
    const at = matched === -1 ? (step === 1 ? 0 : found.length - 1) : (matched + step + found.length) % found.length;
    const index = found[at] ?? 0;
    setOpened(new Set([...opened, ...holdersOf(nodes, index)]));
    setActive(index);
  }

  function onKeyDown(event: KeyboardEvent): void {
    const node = nodes[active];
    const holds = (node?.size ?? 0) > 0;
    const moves: Record<string, () => void> = {
      ArrowDown: () => setActive(shown[Math.min(place + 1, shown.length - 1)] ?? active),
      ArrowUp: () => setActive(shown[Math.max(place - 1, 0)] ?? active),
      ArrowRight: () => (holds && !opened.has(active) ? toggle(active, true) : setActive(shown[place + 1] ?? active)),
      ArrowLeft: () => (opened.has(active) ? toggle(active, false) : setActive(Math.max(0, node?.parent ?? 0))),
      Home: () => setActive(0),
      End: () => setActive(shown.at(-1) ?? 0),
    };
    const move = moves[event.key];
    if (move === undefined) return;
    event.preventDefault();
    move();
  }

  function onClick({ target }: MouseEvent): void {
    const row = target instanceof Element ? target.closest<HTMLElement>('[data-node]') : null;
    if (row === null) return;
    const index = Number(row.dataset['node']);
    setActive(index);
    if ((nodes[index]?.size ?? 0) > 0) toggle(index, !opened.has(index));
  }

  return (
    <div>
      <Group gap="xs" mb={6}>
        <TextInput
          type="search"
          size="xs"
          w={240}
          aria-label="Search names and values"
          placeholder="Search names and values"
          leftSection={<IconSearch size={14} aria-hidden />}
          value={words}
          onChange={(event) => setWords(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Enter') return;
            event.preventDefault();
            next(event.shiftKey ? -1 : 1);
          }}
        />
        {words.trim() === '' ? null : (
          <>
            <Text size="xs" c="dimmed" component="output">
              {matched === -1 ? `${quantity(found.length, 'place')} found` : `${matched + 1} of ${found.length}`}
            </Text>
            <Button variant="default" size="compact-xs" disabled={found.length === 0} onClick={() => next(1)}>
              Next
            </Button>
          </>
        )}
      </Group>
      <div
        ref={scroller}
        className={classes.stage}
        role="tree"
        aria-label={label}
        tabIndex={0}
        aria-activedescendant={place === -1 ? undefined : `value-${active}`}
        onKeyDown={onKeyDown}
        onClick={onClick}
      >
        <div role="presentation" style={{ height: virtual.getTotalSize(), position: 'relative' }}>
          {items.map(({ index, start }) => {
            const at = shown[index] ?? 0;
            const node = nodes[at];
            if (node === undefined) return null;
            return (
              <div
                key={at}
                id={`value-${at}`}
                ref={virtual.measureElement}
                data-index={index}
                data-node={at}
                role="treeitem"
                tabIndex={-1}
                aria-level={node.depth + 1}
                aria-expanded={node.size === 0 ? undefined : opened.has(at)}
                aria-selected={at === active}
                className={classes.value}
                style={{ transform: `translateY(${start}px)`, paddingLeft: 8 + Math.min(node.depth, 30) * 18 }}
              >
                <Value node={node} open={opened.has(at)} />
              </div>
            );
          })}
        </div>
      </div>
    </div>
  );
}

function Value({ node, open }: { node: JsonNode; open: boolean }) {
  const { name, kind, value, size } = node;
  const Arrow = open ? IconChevronDown : IconChevronRight;
  return (
    <>
      {size > 0 ? <Arrow size={14} aria-hidden className={classes.arrow} /> : <span className={classes.arrow} />}
      {name === null ? null : (
        <span className={classes.name}>{typeof name === 'number' ? name : <AsWritten text={shortened(name)} />}: </span>
      )}
      {kind === 'object' || kind === 'array' ? (
        <span className={classes.aside}>
          {kind === 'array' ? `[ ${quantity(size, 'value')} ]` : `{ ${quantity(size, 'member')} }`}
        </span>
      ) : (
        <span data-kind={kind}>
          {kind === 'text' ? '"' : ''}
          <AsWritten text={shortened(value)} />
          {kind === 'text' ? '"' : ''}
        </span>
      )}
    </>
  );
}

function shortened(text: string): string {
  return text.length <= longest ? text : `${text.slice(0, longest).toWellFormed()}…`;
}

/** The whole, and below it what is small. */
function firstOpen(nodes: readonly JsonNode[]): ReadonlySet<number> {
  if (nodes.length <= openAtFirst) return new Set(nodes.keys());
  return new Set([0]);
}
