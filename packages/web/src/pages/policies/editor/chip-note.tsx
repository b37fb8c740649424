import { Button, Group, NativeSelect, Popover, Stack, Text, Tooltip } from '@mantine/core';
import { NodeSelection } from '@tiptap/pm/state';
import type { Editor } from '@tiptap/core';
import { useEditorState } from '@tiptap/react';
import type { RefObject } from 'react';
import { rhythms, type EditorControl } from './choices.ts';
import type { EditorTag } from './chips.ts';
import type { Latest } from './latest.ts';
import { PlaceIn } from './place-in.tsx';

interface Known {
  tags: readonly EditorTag[];
  controls: readonly EditorControl[];
}

/** What a chip under the pointer means. */
export function HoveredChip({ chip, ...known }: { chip: HTMLElement } & Known) {
  const { tag, control } = chip.dataset;
  return (
    <Tooltip
      opened
      target={chip}
      multiline
      maw={320}
      label={tag === undefined ? meaningOfControl(control ?? '', known) : meaningOfTag(tag, known)}
    />
  );
}

function meaningOfTag(tag: string, { tags }: Known): string {
  const known = tags.find((each) => each.tag === tag);
  if (known === undefined) return `Nothing is known by ${tag}.`;
  const missing = known.missing ? ' Not written down yet.' : '';
  return `${known.meaning}.${missing} It is the same in all documents.`.replace('..', '.');
}

function meaningOfControl(code: string, { controls }: Known): string {
  const known = controls.find((each) => each.code === code);
  return known === undefined
    ? `There is no control ${code}.`
    : `${code} ${known.title}: the sentences before promise it.`;
}

interface SelectedProps extends Known {
  editor: Editor;
  frame: RefObject<HTMLElement | null>;
  /** What Enter on a selected chip leads to. */
  first: Latest<HTMLElement | null>;
}

/** What can be done with the chip that is selected. Enter leads here from the text. */
export function SelectedChip({ editor, frame, first, ...known }: SelectedProps) {
  const chip = useEditorState({ editor, selector: ({ editor: { state } }) => selectedChip(state.selection) });
  if (chip === null) return null;
  const { at } = chip;
  const leave = (): void => void editor.commands.focus();
  const remove = (): void => void editor.chain().focus().deleteSelection().run();
  return (
    <Popover
      key={at}
      opened
      withRoles={false}
      width={300}
      position="bottom-start"
      offset={6}
      shadow="md"
      closeOnClickOutside={false}
      closeOnEscape={false}
    >
      <Popover.Target>
        <PlaceIn frame={frame} edges={() => edgesOf(editor.view.nodeDOM(at))} />
      </Popover.Target>
      <Popover.Dropdown
        p="xs"
        onKeyDown={(event) => {
          if (event.key === 'Escape') leave();
        }}
      >
        {chip.tag === null ? (
          <Stack gap="xs" component="section" aria-label="What is selected">
            <Text size="sm">{meaningOfControl(chip.control, known)}</Text>
            <NativeSelect
              ref={(element) => first.set(element)}
              size="xs"
              label="How often they say it is done"
              value={chip.frequency ?? ''}
              data={[
                { value: '', label: 'Each time, or always' },
                ...rhythms.map((each) => ({ value: each, label: each.charAt(0).toUpperCase() + each.slice(1) })),
              ]}
              onChange={(event) => {
                const { value } = event.currentTarget;
                const frequency = value === '' ? null : value;
                editor.chain().updateAttributes('obligation', { frequency }).setNodeSelection(chip.at).run();
              }}
            />
            <Group gap="xs">
              <Button size="compact-xs" variant="default" onClick={remove}>
                Remove the mark
              </Button>
            </Group>
          </Stack>
        ) : (
          <Stack gap="xs" component="section" aria-label="What is selected">
            <Text size="sm">{meaningOfTag(chip.tag, known)}</Text>
            <Group gap="xs">
              <Button ref={(element) => first.set(element)} size="compact-xs" variant="default" onClick={remove}>
                Remove from this place
              </Button>
            </Group>
          </Stack>
        )}
      </Popover.Dropdown>
    </Popover>
  );
}

const edgesOf = (node: unknown): DOMRect | null => (node instanceof HTMLElement ? node.getBoundingClientRect() : null);

interface Chip {
  at: number;
  tag: string | null;
  control: string;
  frequency: string | null;
}

function selectedChip(selection: unknown): Chip | null {
  if (!(selection instanceof NodeSelection)) return null;
  const { type, attrs } = selection.node;
  if (type.name === 'tag') return { at: selection.from, tag: String(attrs['tag']), control: '', frequency: null };
  if (type.name !== 'obligation') return null;
  const { control, frequency } = attrs as { control: string; frequency: string | null };
  return { at: selection.from, tag: null, control, frequency };
}
