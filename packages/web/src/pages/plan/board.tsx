import { Button, Group, Text } from '@mantine/core';
import type { PlanItem, PlanState } from '@tickmark/core';
import { planStates, planStateTitles } from '@tickmark/core/plan-words';
import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import { useMay } from '../../shell/current.ts';
import { AsWritten } from '../../ui/as-written.tsx';
import { quantity } from '../../ui/moment.ts';
import { say } from '../../ui/notices.tsx';
import { MoveForms, type Doing } from './move-forms.tsx';
import { plainStates, takesWords, useMove } from './moving.ts';
import { PlanStateBadge, Remarks, SeverityBadge } from './plan-state.tsx';
import classes from './plan.module.css';

interface Props {
  items: readonly PlanItem[];
  onOpen: (id: string) => void;
  onMore: (() => void) | undefined;
}

/** The form that a move to a state takes, where it takes one. */
function doingFor(to: PlanState): Doing {
  if (to === 'verified') return 'verified';
  if (to === 'accepted') return 'accept';
  if (to === 'dropped') return 'drop';
  return to === 'done' ? 'done' : 'reopen';
}

/** Items by their states: dragged, or moved by Shift and an arrow key. What a move takes in words is asked for. */
export function Board({ items, onOpen, onMore }: Props) {
  const may = useMay('plan.work');
  const [asked, ask] = useState<{ item: PlanItem; doing: Doing } | null>(null);
  const [over, setOver] = useState<PlanState | null>(null);
  const board = useRef<HTMLElement>(null);
  const { move } = useMove();

  const moveTo = (item: PlanItem, to: PlanState): void => {
    if (item.state === to) return;
    const plain = plainStates.find((each) => each === to);
    if (plain !== undefined && !takesWords(item, to)) move(item, plain);
    else if (to === 'verified' && item.state !== 'done')
      say(`Say that ${item.code} is done first; somebody else verifies it then.`);
    else ask({ item, doing: doingFor(to) });
  };

  const onKey = (event: KeyboardEvent, item: PlanItem): void => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    const down = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (step !== undefined && event.shiftKey && may) {
      event.preventDefault();
      const to = planStates[planStates.indexOf(item.state) + step];
      if (to !== undefined) moveTo(item, to);
    } else if (down !== undefined) {
      event.preventDefault();
      const cards = [...(board.current?.querySelectorAll<HTMLElement>(`[data-column="${item.state}"] button`) ?? [])];
      cards[cards.findIndex((card) => card.dataset['item'] === item.id) + down]?.focus();
    }
  };

  useEffect(() => {
    const at = board.current;
    const columnOf = (event: Event): PlanState | undefined => {
      const column = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-column]') : null;
      return planStates.find((each) => each === column?.dataset['column']);
    };
    const onOver = (event: globalThis.DragEvent): void => {
      const state = columnOf(event);
      if (state !== undefined) event.preventDefault();
      setOver(state ?? null);
    };
    const onDrop = (event: globalThis.DragEvent): void => {
      event.preventDefault();
      setOver(null);
      const item = items.find(({ id }) => id === event.dataTransfer?.getData('text/plain'));
      const to = columnOf(event);
      if (item !== undefined && to !== undefined) moveTo(item, to);
    };
    const onEnd = (): void => setOver(null);
    at?.addEventListener('dragover', onOver);
    at?.addEventListener('drop', onDrop);
    at?.addEventListener('dragend', onEnd);
    return () => {
      at?.removeEventListener('dragover', onOver);
      at?.removeEventListener('drop', onDrop);
      at?.removeEventListener('dragend', onEnd);
    };
  });

  return (
    <>
      {may ? (
        <Text size="sm" c="dimmed">
          Drag an item, or move it with Shift and the left or right arrow key. Enter opens it.
        </Text>
      ) : null}
      <section className={classes.board} aria-label="Board" ref={board}>
        {planStates.map((state) => {
          const own = items.filter((item) => item.state === state);
          return (
            <section
              key={state}
              className={classes.column}
              data-column={state}
              data-over={over === state || undefined}
              aria-label={`${planStateTitles[state]}: ${quantity(own.length, 'item')}`}
            >
              <Group gap={6} mb={6}>
                <PlanStateBadge state={state} />
                <Text size="sm" c="dimmed">
                  {own.length}
                </Text>
              </Group>
              <ul className={classes.cards}>
                {own.map((item) => (
                  <li key={item.id}>
                    <button
                      type="button"
                      className={classes.card}
                      data-item={item.id}
                      draggable={may}
                      onDragStart={(event) => event.dataTransfer.setData('text/plain', item.id)}
                      onClick={() => onOpen(item.id)}
                      onKeyDown={(event) => onKey(event, item)}
                    >
                      <span className={classes.code}>
                        {item.code}
                        <SeverityBadge severity={item.severity} />
                      </span>
                      <AsWritten text={item.title} />
                      <Remarks item={item} />
                      <span className={classes.dim}>
                        {item.owner === null ? 'Nobody' : (item.owner.name ?? 'Nobody known here')}
                        {item.dueOn === null ? '' : `, due ${item.dueOn}`}
                      </span>
                    </button>
                  </li>
                ))}
              </ul>
            </section>
          );
        })}
      </section>
      {onMore === undefined ? null : (
        <Button variant="default" onClick={onMore}>
          Load more items
        </Button>
      )}
      {asked === null ? null : <MoveForms item={asked.item} doing={asked.doing} onClose={() => ask(null)} />}
    </>
  );
}
