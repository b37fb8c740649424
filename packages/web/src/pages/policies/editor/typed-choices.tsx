import { Popover } from '@mantine/core';
import type { Editor } from '@tiptap/core';
import { useEditorState } from '@tiptap/react';
import { useEffect, useId, useState, type RefObject } from 'react';
import { askedIn, type ListKeys } from './asked.ts';
import { ChoiceList, choiceId, stepped } from './choice-list.tsx';
import { controlChoices, tagChoices, type Choice, type EditorControl } from './choices.ts';
import type { EditorTag } from './chips.ts';
import type { Latest } from './latest.ts';
import { PlaceIn } from './place-in.tsx';

interface Props {
  editor: Editor;
  frame: RefObject<HTMLElement | null>;
  tags: readonly EditorTag[];
  controls: readonly EditorControl[];
  /** Where the text finds what its keys do while the list is open. */
  keys: Latest<ListKeys | null>;
}

/** The list that opens at `{{` and at `{` with capital letters, where they are typed. */
export function TypedChoices({ editor, frame, tags, controls, keys }: Props) {
  const id = useId();
  const asked = useEditorState({ editor, selector: ({ editor: { state } }) => askedIn(state) });
  const [chosen, setChosen] = useState({ query: '', place: 0 });
  const choices =
    asked === null ? [] : asked.kind === 'tag' ? tagChoices(tags, asked.query) : controlChoices(controls, asked.query);
  const active = asked !== null && chosen.query === asked.query ? chosen.place : 0;
  const open = asked !== null && choices.length > 0;

  const pick = (choice: Choice | undefined): boolean => {
    if (asked === null || choice === undefined) return false;
    editor.chain().focus().insertContentAt({ from: asked.from, to: asked.to }, choice.put).run();
    return true;
  };

  useEffect(() => {
    const move = (by: number): boolean => {
      setChosen({ query: asked?.query ?? '', place: stepped(active, by, choices.length) });
      return true;
    };
    keys.set(open ? { move, pick: () => pick(choices[active]) } : null);
  });

  useEffect(() => {
    const { dom } = editor.view;
    if (!open) return;
    dom.setAttribute('aria-controls', id);
    dom.setAttribute('aria-activedescendant', choiceId(id, active));
    return () => {
      dom.removeAttribute('aria-controls');
      dom.removeAttribute('aria-activedescendant');
    };
  }, [editor, id, open, active]);

  if (!open) return null;
  const { from } = asked;
  return (
    <Popover
      key={from}
      opened
      withRoles={false}
      withinPortal={false}
      width={360}
      position="bottom-start"
      offset={4}
      shadow="md"
      closeOnEscape={false}
    >
      <Popover.Target>
        <PlaceIn frame={frame} edges={() => editor.view.coordsAtPos(from)} />
      </Popover.Target>
      <Popover.Dropdown p={4}>
        <ChoiceList
          id={id}
          label={asked.kind === 'tag' ? 'Numbers and names' : 'Controls'}
          choices={choices}
          active={active}
          onPick={pick}
        />
      </Popover.Dropdown>
    </Popover>
  );
}
