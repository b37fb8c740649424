import { Extension } from '@tiptap/core';
import { Plugin, PluginKey, TextSelection, type EditorState } from '@tiptap/pm/state';

/** What is being typed that a list of choices belongs to, and where it begins and ends in the document. */
export interface Asked {
  kind: 'tag' | 'control';
  query: string;
  from: number;
  to: number;
}

/** Keys of the list while it is open; each returns whether it took the key. */
export interface ListKeys {
  move(by: number): boolean;
  pick(): boolean;
}

interface Options {
  /** The list that is open now. */
  keys: () => ListKeys | null;
}

interface Standing {
  asked: Asked | null;
  /** Where the list began that was closed. */
  closed: number | null;
}

const key = new PluginKey<Standing>('asked');

/** `{{` asks for a tag, `{` and capital letters for the mark of a control. Escape closes the list until another one is begun. */
export const AskedFor = Extension.create<Options>({
  name: 'askedFor',
  priority: 1100,

  addOptions: () => ({ keys: () => null }),

  addProseMirrorPlugins() {
    const { keys } = this.options;
    return [
      new Plugin<Standing>({
        key,
        state: {
          init: () => ({ asked: null, closed: null }),
          apply: (tr, before, _old, state) => {
            const found = begun(state);
            const closed: unknown = tr.getMeta(key) ?? (before.closed === null ? null : tr.mapping.map(before.closed));
            const shut = found !== null && closed === found.from ? found.from : null;
            // A list opens by typing, not where the cursor comes by.
            const open = found !== null && shut === null && (tr.docChanged || before.asked?.from === found.from);
            return { asked: open ? found : null, closed: shut };
          },
        },
        props: {
          handleKeyDown: (view, { key: pressed, shiftKey, altKey, ctrlKey, metaKey }) => {
            const asked = askedIn(view.state);
            const list = keys();
            if (asked === null || list === null || altKey || ctrlKey || metaKey) return false;
            if (pressed === 'ArrowDown') return list.move(1);
            if (pressed === 'ArrowUp') return list.move(-1);
            if (pressed === 'Enter' || (pressed === 'Tab' && !shiftKey)) return list.pick();
            if (pressed !== 'Escape') return false;
            view.dispatch(view.state.tr.setMeta(key, asked.from));
            return true;
          },
        },
      }),
    ];
  },
});

/** What is asked for now. */
export function askedIn(state: EditorState): Asked | null {
  return key.getState(state)?.asked ?? null;
}

function begun({ selection }: EditorState): Asked | null {
  if (!(selection instanceof TextSelection) || !selection.empty) return null;
  const { $from } = selection;
  const before = $from.parent.textBetween(0, $from.parentOffset, '', '\u{FFFC}');
  return askedAt(before, $from.pos);
}

/** What is asked for at the end of a line that was typed so far; `end` is where that is in the document. */
export function askedAt(before: string, end: number): Asked | null {
  const tag = /\{\{([^{}\u{FFFC}]{0,40})$/u.exec(before);
  if (tag !== null) return { kind: 'tag', query: tag[1] ?? '', from: end - tag[0].length, to: end };
  const control = /\{([A-Z][A-Z0-9-]{0,8}(?: [a-z_ ]{0,24})?)$/.exec(before);
  if (control !== null) return { kind: 'control', query: control[1] ?? '', from: end - control[0].length, to: end };
  return null;
}
