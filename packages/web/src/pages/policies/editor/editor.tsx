import { Box, VisuallyHidden } from '@mantine/core';
import type { TextBlock } from '@tickmark/core';
import { Editor } from '@tiptap/core';
import type { Node } from '@tiptap/pm/model';
import { NodeSelection, type EditorState } from '@tiptap/pm/state';
import { useEditorState } from '@tiptap/react';
import { useEffect, useId, useImperativeHandle, useRef, useState, type Ref } from 'react';
import { AskedFor, type ListKeys } from './asked.ts';
import { createTagWords, wordsOfTag, type EditorTag } from './chips.ts';
import { HoveredChip, SelectedChip } from './chip-note.tsx';
import type { EditorControl } from './choices.ts';
import { blocksOf, toDocument } from './document.ts';
import classes from './editor.module.css';
import { createLatest } from './latest.ts';
import { MarkedPassages, placeOfHeading, rangeOfPassage, showMarked, type Marked } from './marked.ts';
import { TidyPaste } from './paste.ts';
import { passageOf, type Passage } from './passages.ts';
import { placedText, type PlacedText } from './places.ts';
import { replacePassage } from './replace.ts';
import { partExtensions, policyExtensions } from './schema.ts';
import { Toolbar } from './toolbar.tsx';
import { TypedChoices } from './typed-choices.tsx';

export type { EditorControl } from './choices.ts';
export type { EditorTag } from './chips.ts';
export type { Passage } from './passages.ts';

export interface PolicyEditorHandle {
  /** Puts a text in the place of a passage; false where its words are gone or go over the end of a paragraph. */
  replace(passage: Passage, text: string): boolean;
  /** Selects a passage and brings it into view; false where its words are gone. */
  goTo(passage: Passage): boolean;
  /** Brings the cursor to a heading, by its words; false where there is none. */
  focusHeading(text: string): boolean;
}

export interface PolicyEditorProps {
  /** What the text is called for people who hear the page. */
  label?: string;
  /** `part`: of another document. It has headings below that of the part, and neither tags nor marks of controls. */
  kind?: 'policy' | 'part';
  /** What it begins with; a new `key` begins anew. */
  blocks: readonly TextBlock[];
  /** As long as they are the same, give the same array: each chip shows what a new one says. So with `marked`. */
  tags: readonly EditorTag[];
  controls: readonly EditorControl[];
  editable: boolean;
  /** After each change of the text. */
  onChange: (blocks: TextBlock[]) => void;
  marked?: readonly Marked[];
  /** What is selected now; null where nothing is. */
  onPassage?: (passage: Passage | null) => void;
  /** A marked passage was clicked. */
  onMarked?: (id: string) => void;
  ref?: Ref<PolicyEditorHandle>;
}

const none: readonly Marked[] = [];

/** The text of a policy, to be written. Esc and then Tab leaves it, so that the keyboard is never caught (WCAG 2.1.2). */
export function PolicyEditor({
  label = 'Text of the document',
  kind = 'policy',
  blocks,
  tags,
  controls,
  editable,
  marked = none,
  ref,
  ...told
}: PolicyEditorProps) {
  const hint = useId();
  const frame = useRef<HTMLDivElement>(null);
  const [bar] = useState(() => createLatest<HTMLElement | null>(null));
  const [ofChip] = useState(() => createLatest<HTMLElement | null>(null));
  const [listKeys] = useState(() => createLatest<ListKeys | null>(null));
  const [latest] = useState(() => createLatest(told));
  const [hovered, setHovered] = useState<HTMLElement | null>(null);
  const [words] = useState(() => createTagWords(tags));
  const [read] = useState(createReader);
  const [passages] = useState(() => createPlaces((tag) => wordsOfTag(words, tag)));

  const [editor, setEditor] = useState<Editor | null>(null);
  // It holds its own text from here on. The kit's own hook makes it twice where the page is drawn in parts.
  const [mount] = useState(() => (element: HTMLElement | null) => {
    if (element === null) return undefined;
    const made = new Editor({
      element,
      extensions: [
        ...(kind === 'policy'
          ? [...policyExtensions(words), AskedFor.configure({ keys: listKeys.get })]
          : partExtensions()),
        TidyPaste,
        MarkedPassages.configure({ clicked: (id) => latest.get().onMarked?.(id) }),
      ],
      content: toDocument(blocks),
      editable,
      editorProps: {
        attributes: {
          role: 'textbox',
          'aria-multiline': 'true',
          'aria-label': label,
          'aria-describedby': hint,
          tabindex: '0',
        },
        handleKeyDown: (view, { key, altKey }) => {
          const to =
            key === 'F10' && altKey
              ? bar.get()?.querySelector<HTMLElement>('[tabindex="0"]')
              : key === 'Enter' && view.state.selection instanceof NodeSelection
                ? ofChip.get()
                : null;
          to?.focus();
          return Boolean(to);
        },
      },
      onUpdate: ({ editor: { state } }) => {
        const changed = read(state.doc);
        if (changed !== null) latest.get().onChange(changed);
      },
      onSelectionUpdate: ({ editor: { state } }) => latest.get().onPassage?.(passages.selected(state)),
    });
    read(made.state.doc);
    setEditor(made);
    return () => {
      made.destroy();
      setEditor(null);
    };
  });
  const empty = useEditorState({ editor, selector: ({ editor }) => editor?.isEmpty === true });

  useEffect(() => {
    latest.set(told);
  });

  useEffect(() => {
    const listening = frame.current;
    const over = ({ target }: Event): void =>
      setHovered(target instanceof Element ? target.closest<HTMLElement>('[data-tag], [data-control]') : null);
    const left = (): void => setHovered(null);
    listening?.addEventListener('mouseover', over);
    listening?.addEventListener('mouseleave', left);
    listening?.addEventListener('mousedown', left);
    return () => {
      listening?.removeEventListener('mouseover', over);
      listening?.removeEventListener('mouseleave', left);
      listening?.removeEventListener('mousedown', left);
    };
  }, []);

  useEffect(() => {
    if (editor === null) return;
    if (editor.isEditable !== editable) editor.setEditable(editable, false);
    editor.view.dom.setAttribute('aria-readonly', String(!editable));
  }, [editor, editable]);

  useEffect(() => {
    if (words.set(tags)) passages.forget();
    if (editor !== null) showMarked(editor, marked, passages.of(editor.state.doc));
  }, [editor, words, passages, tags, marked]);

  useImperativeHandle(ref, () => ({
    replace: (passage, text) => {
      if (editor === null) return false;
      const tr = replacePassage(editor.state, passages.of(editor.state.doc), passage, text);
      if (tr !== null) editor.view.dispatch(tr.scrollIntoView());
      return tr !== null;
    },
    goTo: (passage) => {
      const range = editor === null ? null : rangeOfPassage(passages.of(editor.state.doc), passage);
      if (editor === null || range === null) return false;
      editor.chain().focus().setTextSelection(range).scrollIntoView().run();
      return true;
    },
    focusHeading: (text) => {
      if (editor === null) return false;
      const at = placeOfHeading(editor.state.doc, text, (tag) => wordsOfTag(words, tag));
      if (at === null) return false;
      editor.chain().focus().setTextSelection(at).scrollIntoView().run();
      return true;
    },
  }));

  return (
    <Box className={classes.frame} data-editable={editable || undefined} data-kind={kind}>
      {editor !== null && editable ? (
        <Toolbar editor={editor} kind={kind} tags={tags} controls={controls} bar={bar} />
      ) : null}
      <VisuallyHidden id={hint}>
        {editable
          ? `${kind === 'policy' ? 'Type two curly brackets for a number or a name, one and capital letters for a control. ' : ''}Alt F10 leads to the tools; Escape, then Tab, leaves the text.`
          : 'It can be read and marked, and not changed.'}
      </VisuallyHidden>
      <div ref={frame} className={classes.text} data-empty={(empty && editable) || undefined}>
        <div ref={mount} />
        {editor !== null && editable ? (
          <>
            <TypedChoices editor={editor} frame={frame} tags={tags} controls={controls} keys={listKeys} />
            <SelectedChip editor={editor} frame={frame} first={ofChip} tags={tags} controls={controls} />
          </>
        ) : null}
        {hovered === null ? null : <HoveredChip chip={hovered} tags={tags} controls={controls} />}
      </div>
    </Box>
  );
}

/** Reads a document as blocks, each part that did not change only once; null where nothing that is said changed. */
function createReader(): (document: Node) => TextBlock[] | null {
  const known = new WeakMap<Node, TextBlock[]>();
  let last: TextBlock[] = [];
  return (document) => {
    const blocks = document.children.flatMap((node) => {
      const read = known.get(node) ?? blocksOf(node.toJSON());
      known.set(node, read);
      return read;
    });
    const same = blocks.length === last.length && blocks.every((block, place) => block === last[place]);
    last = blocks;
    return same ? null : blocks;
  };
}

/** The text of each document with its places, worked out once. */
function createPlaces(wordsFor: (tag: Node) => string) {
  let known = new WeakMap<Node, PlacedText>();
  const of = (document: Node): PlacedText => {
    const placed = known.get(document) ?? placedText(document, wordsFor);
    known.set(document, placed);
    return placed;
  };
  return {
    of,
    forget: () => {
      known = new WeakMap();
    },
    selected: ({ selection: { from, to, empty }, doc }: EditorState): Passage | null => {
      if (empty) return null;
      const placed = of(doc);
      const span = placed.spanOf({ from, to });
      return span === null ? null : passageOf(placed.text, span);
    },
  };
}
