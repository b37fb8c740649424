import { Popover, Text, TextInput } from '@mantine/core';
import { useId, useState, type ReactNode } from 'react';
import type { Choice } from './choices.ts';
import classes from './editor.module.css';

interface ListProps {
  id: string;
  label: string;
  choices: readonly Choice[];
  active: number;
  onPick: (choice: Choice) => void;
}

/** Id of the choice at a place of a list. */
export const choiceId = (list: string, place: number): string => `${list}-${place}`;

/** A list that is walked from a field or from the text: HTML has no elements for it. */
const [combobox, listbox] = [{ role: 'combobox' }, { role: 'listbox' }] as const;
const optionOf = (selected: boolean) => ({ role: 'option', 'aria-selected': selected }) as const;

/** Scrolls the list alone: the page stays where it is. */
function intoView(choice: HTMLElement | null): void {
  const list = choice?.parentElement;
  if (!choice || !list) return;
  const below = choice.offsetTop + choice.offsetHeight;
  if (choice.offsetTop < list.scrollTop) list.scrollTop = choice.offsetTop;
  else if (below > list.scrollTop + list.clientHeight) list.scrollTop = below - list.clientHeight;
}

/** What may be chosen; the focus stays where it is typed. */
export function ChoiceList({ id, label, choices, active, onPick }: ListProps) {
  if (choices.length === 0) {
    return (
      <Text size="sm" c="dimmed" p="xs" component="output">
        Nothing fits.
      </Text>
    );
  }
  return (
    <div {...listbox} id={id} aria-label={label} className={classes.choices}>
      {choices.map((choice, place) => (
        <button
          key={choice.id}
          {...optionOf(place === active)}
          type="button"
          ref={place === active ? intoView : undefined}
          id={choiceId(id, place)}
          tabIndex={-1}
          className={classes.choice}
          // The text keeps the focus, and with it the place.
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => onPick(choice)}
        >
          <span className={classes.choiceName} data-missing={choice.missing || undefined}>
            {choice.name}
          </span>
          <span className={classes.choiceMeaning}>{choice.meaning}</span>
        </button>
      ))}
    </div>
  );
}

interface PickerProps {
  label: string;
  hint: string;
  opened: boolean;
  onClose: () => void;
  choicesOf: (query: string) => Choice[];
  onPick: (choice: Choice) => void;
  children: ReactNode;
}

/** A button's list with a field to search it: arrow keys choose, Enter puts in, Escape closes. */
export function ChoicePicker({ opened, onClose, children, ...rest }: PickerProps) {
  return (
    <Popover
      opened={opened}
      onChange={(open) => (open ? undefined : onClose())}
      width={360}
      position="bottom-start"
      shadow="md"
      trapFocus
      returnFocus
    >
      <Popover.Target>{children}</Popover.Target>
      <Popover.Dropdown p={4} aria-label={rest.label}>
        <Search {...rest} />
      </Popover.Dropdown>
    </Popover>
  );
}

function Search({ label, hint, choicesOf, onPick }: Pick<PickerProps, 'label' | 'hint' | 'choicesOf' | 'onPick'>) {
  const id = useId();
  const [query, setQuery] = useState('');
  const [active, setActive] = useState(0);
  const choices = choicesOf(query);
  return (
    <>
      <TextInput
        data-autofocus
        size="xs"
        {...combobox}
        aria-label={label}
        aria-expanded
        aria-autocomplete="list"
        aria-controls={choices.length === 0 ? undefined : id}
        aria-activedescendant={choices.length === 0 ? undefined : choiceId(id, active)}
        placeholder={hint}
        value={query}
        onChange={(event) => {
          setQuery(event.currentTarget.value);
          setActive(0);
        }}
        onKeyDown={(event) => {
          const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
          if (by !== 0) {
            event.preventDefault();
            setActive(stepped(active, by, choices.length));
          }
          const choice = choices[active];
          if (event.key !== 'Enter' || choice === undefined) return;
          event.preventDefault();
          onPick(choice);
        }}
      />
      <ChoiceList id={id} label={label} choices={choices} active={active} onPick={onPick} />
    </>
  );
}

/** The place after a step through a list, round its ends. */
export function stepped(at: number, by: number, length: number): number {
  return length === 0 ? 0 : (at + by + length) % length;
}
