import { ActionIcon, Button, Menu, Tooltip } from '@mantine/core';
import {
  IconArrowBackUp,
  IconArrowForwardUp,
  IconBold,
  IconBraces,
  IconChevronDown,
  IconItalic,
  IconList,
  IconListNumbers,
  IconShieldCheck,
  IconTable,
} from '@tabler/icons-react';
import type { Editor } from '@tiptap/core';
import { useEditorState } from '@tiptap/react';
import { useEffect, useRef, useState, type ComponentProps, type ReactNode } from 'react';
import { ChoicePicker } from './choice-list.tsx';
import { controlChoices, tagChoices, type Choice, type EditorControl } from './choices.ts';
import type { EditorTag } from './chips.ts';
import classes from './editor.module.css';
import type { Latest } from './latest.ts';
import { insertTable, tableActions } from './table-actions.ts';

interface Props {
  editor: Editor;
  kind: 'policy' | 'part';
  tags: readonly EditorTag[];
  controls: readonly EditorControl[];
  /** Where the text finds this row. */
  bar: Latest<HTMLElement | null>;
}

const styles = [
  { name: 'Paragraph', level: null, keys: 'Mod Alt 0' },
  { name: 'Heading', level: 2, keys: 'Mod Alt 2' },
  { name: 'Smaller heading', level: 3, keys: 'Mod Alt 3' },
  { name: 'Smallest heading', level: 4, keys: 'Mod Alt 4' },
] as const;

const stylesOf = { policy: styles, part: styles.filter(({ level }) => level !== 2) };

const isMac = /Mac|iPhone|iPad/.test(navigator.userAgent);
const shown = (keys: string): string => keys.replace('Mod', isMac ? '⌘' : 'Ctrl').replaceAll(' ', isMac ? ' ' : '+');

/** What may be done with the text, in one row that the arrow keys walk. */
export function Toolbar({ editor, kind, tags, controls, bar }: Props) {
  const row = useRef<HTMLDivElement>(null);
  const [reached, setReached] = useState('Style');
  const [picking, setPicking] = useState<'tag' | 'control' | null>(null);
  const is = useEditorState({ editor, selector: ({ editor }) => standingOf(editor) });
  const style = styles.find(({ level }) => level === is.level) ?? styles[0];

  const place = (name: string): Pick<ToolProps, 'name' | 'tabIndex' | 'onFocus'> => ({
    name,
    tabIndex: reached === name ? 0 : -1,
    onFocus: () => setReached(name),
  });
  const put = ({ put: node }: Choice): void => {
    setPicking(null);
    editor.chain().focus().insertContent(node).run();
  };

  useEffect(() => {
    const listening = row.current;
    bar.set(listening);
    // A tool works on what is selected: the text keeps its selection.
    const keepSelection = (event: MouseEvent): void => event.preventDefault();
    listening?.addEventListener('keydown', walk);
    listening?.addEventListener('mousedown', keepSelection);
    return () => {
      listening?.removeEventListener('keydown', walk);
      listening?.removeEventListener('mousedown', keepSelection);
    };
  }, [bar]);

  return (
    <div ref={row} role="toolbar" aria-label="Tools for the text" className={classes.toolbar}>
      <Menu
        shadow="md"
        position="bottom-start"
        returnFocus={false}
        withInitialFocusPlaceholder={false}
        withinPortal={false}
      >
        <Menu.Target>
          <TextTool {...place('Style')} label={`Style: ${style.name}`} tip="Style of the paragraph">
            {style.name}
          </TextTool>
        </Menu.Target>
        <Menu.Dropdown onKeyDown={(event) => backOnEscape(event, bar)}>
          {stylesOf[kind].map(({ name, level, keys }) => (
            <Menu.Item
              key={name}
              role="menuitemradio"
              aria-checked={is.level === level}
              disabled={!is.mayBeHeading && level !== null}
              rightSection={<span className={classes.keys}>{shown(keys)}</span>}
              onClick={() => {
                const chain = editor.chain().focus();
                (level === null ? chain.setParagraph() : chain.setHeading({ level })).run();
              }}
            >
              {name}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      <span className={classes.gap} />
      <Tool
        {...place('Bold')}
        keys="Mod B"
        pressed={is.bold}
        onClick={() => editor.commands.toggleBold()}
        icon={<IconBold size={18} aria-hidden />}
      />
      <Tool
        {...place('Italic')}
        keys="Mod I"
        pressed={is.italic}
        onClick={() => editor.commands.toggleItalic()}
        icon={<IconItalic size={18} aria-hidden />}
      />
      <span className={classes.gap} />
      <Tool
        {...place('List')}
        keys="Mod Shift 8"
        pressed={is.list === 'bulletList'}
        off={is.table}
        onClick={() => editor.commands.toggleBulletList()}
        icon={<IconList size={18} aria-hidden />}
      />
      <Tool
        {...place('Numbered list')}
        keys="Mod Shift 7"
        pressed={is.list === 'orderedList'}
        off={is.table}
        onClick={() => editor.commands.toggleOrderedList()}
        icon={<IconListNumbers size={18} aria-hidden />}
      />
      {is.table ? (
        <Menu
          shadow="md"
          position="bottom-start"
          returnFocus={false}
          withInitialFocusPlaceholder={false}
          withinPortal={false}
        >
          <Menu.Target>
            <TextTool
              {...place('Table')}
              label="Table: rows and columns"
              tip="Rows and columns. Tab goes to the next cell"
            >
              Table
            </TextTool>
          </Menu.Target>
          <Menu.Dropdown onKeyDown={(event) => backOnEscape(event, bar)}>
            {tableActions.map(({ name, run, inHead }) => (
              <Menu.Item key={name} disabled={is.head && !inHead} onClick={() => run(editor)}>
                {name}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      ) : (
        <Tool
          {...place('Table')}
          tip="Table"
          onClick={() => insertTable(editor)}
          icon={<IconTable size={18} aria-hidden />}
        />
      )}
      {kind === 'part' ? null : (
        <>
          <span className={classes.gap} />
          <ChoicePicker
            label="Search numbers and names"
            hint="Number or name"
            opened={picking === 'tag'}
            onClose={() => setPicking(null)}
            choicesOf={(query) => tagChoices(tags, query)}
            onPick={put}
          >
            <TextTool
              {...place('Number or name')}
              label="Number or name"
              tip="A number or a name that is the same in all documents. Type {{"
              icon={<IconBraces size={16} aria-hidden />}
              onClick={() => setPicking(picking === 'tag' ? null : 'tag')}
            >
              Number or name
            </TextTool>
          </ChoicePicker>
          <ChoicePicker
            label="Search controls"
            hint="Control"
            opened={picking === 'control'}
            onClose={() => setPicking(null)}
            choicesOf={(query) => controlChoices(controls, query)}
            onPick={put}
          >
            <TextTool
              {...place('Control mark')}
              label="Control mark"
              tip="Says that the sentences before are what a control does. Type { and its code"
              icon={<IconShieldCheck size={16} aria-hidden />}
              onClick={() => setPicking(picking === 'control' ? null : 'control')}
            >
              Control
            </TextTool>
          </ChoicePicker>
        </>
      )}
      <span className={classes.gap} />
      <Tool
        {...place('Undo')}
        keys="Mod Z"
        off={!is.mayUndo}
        onClick={() => editor.commands.undo()}
        icon={<IconArrowBackUp size={18} aria-hidden />}
      />
      <Tool
        {...place('Redo')}
        keys="Mod Shift Z"
        off={!is.mayRedo}
        onClick={() => editor.commands.redo()}
        icon={<IconArrowForwardUp size={18} aria-hidden />}
      />
    </div>
  );
}

const tipEvents = { hover: true, focus: true, touch: false };

interface ToolProps {
  name: string;
  tabIndex: number;
  onFocus: () => void;
  onClick: () => void;
  icon: ReactNode;
  keys?: string;
  tip?: string;
  pressed?: boolean;
  /** It can do nothing now; it is reached all the same, so that nothing moves away under the keys. */
  off?: boolean;
}

function Tool({ name, tabIndex, onFocus, onClick, icon, keys, tip = name, pressed, off = false }: ToolProps) {
  return (
    <Tooltip label={keys === undefined ? tip : `${tip} (${shown(keys)})`} events={tipEvents} withinPortal={false}>
      <ActionIcon
        variant="subtle"
        color="gray"
        size={32}
        className={classes.tool}
        aria-label={name}
        aria-pressed={pressed}
        aria-disabled={off || undefined}
        data-off={off || undefined}
        tabIndex={tabIndex}
        onFocus={onFocus}
        onClick={off ? undefined : onClick}
      >
        {icon}
      </ActionIcon>
    </Tooltip>
  );
}

interface TextToolProps extends Omit<ComponentProps<'button'>, 'color' | 'style'> {
  name: string;
  label: string;
  tip: string;
  icon?: ReactNode;
}

function TextTool({ name: _name, label, tip, icon, children, ...rest }: TextToolProps) {
  return (
    <Tooltip
      label={tip}
      multiline
      maw={300}
      disabled={rest['aria-expanded'] === true}
      events={tipEvents}
      withinPortal={false}
    >
      <Button
        variant="subtle"
        color="gray"
        size="compact-sm"
        h={32}
        className={classes.tool}
        aria-label={label}
        leftSection={icon}
        rightSection={<IconChevronDown size={14} aria-hidden />}
        {...rest}
      >
        <span className={icon === undefined ? undefined : classes.toolName}>{children}</span>
      </Button>
    </Tooltip>
  );
}

/** Arrow keys, Home and End go from tool to tool; Tab leaves the row. */
function walk(event: KeyboardEvent): void {
  const { activeElement } = document;
  const row = activeElement?.parentElement;
  if (row?.role !== 'toolbar') return;
  const tools = [...row.querySelectorAll<HTMLElement>(':scope > button')];
  const at = tools.findIndex((tool) => tool === activeElement);
  const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: -1 }[event.key];
  if (to === undefined) return;
  event.preventDefault();
  tools.at(to % tools.length)?.focus();
}

function backOnEscape({ key }: Pick<KeyboardEvent, 'key'>, bar: Latest<HTMLElement | null>): void {
  if (key === 'Escape') bar.get()?.querySelector<HTMLElement>('[aria-expanded="true"]')?.focus();
}

function standingOf(editor: Editor) {
  const table = editor.isActive('table');
  const list = editor.isActive('bulletList') || editor.isActive('orderedList');
  return {
    level: ([2, 3, 4] as const).find((level) => editor.isActive('heading', { level })) ?? null,
    bold: editor.isActive('bold'),
    italic: editor.isActive('italic'),
    list: nearestList(editor),
    table,
    head: editor.isActive('tableHeader'),
    mayBeHeading: !table && !list,
    mayUndo: editor.can().undo(),
    mayRedo: editor.can().redo(),
  };
}

function nearestList({ state }: Editor): string | null {
  const { $from } = state.selection;
  for (let depth = $from.depth; depth > 0; depth--) {
    const { name } = $from.node(depth).type;
    if (name === 'bulletList' || name === 'orderedList') return name;
  }
  return null;
}
