import {
  acceptCompletion,
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
  type CompletionContext,
  type CompletionResult,
} from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { bracketMatching, indentUnit } from '@codemirror/language';
import { lintKeymap, setDiagnostics, type Diagnostic } from '@codemirror/lint';
import { Compartment, EditorState } from '@codemirror/state';
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
} from '@codemirror/view';
import type { Completion, DefinitionFault } from '@tickmark/core';
import { useEffect, useImperativeHandle, useRef, type Ref } from 'react';
import { changeOf, offsetOf, spanOf } from './faults.ts';
import { definitionSupport } from './language.ts';
import { look } from './look.ts';

export interface EditorHandle {
  goTo(fault: DefinitionFault): void;
  apply(fault: DefinitionFault): void;
}

interface Props {
  value: string;
  onChange: (value: string) => void;
  /** Faults of exactly this text; undefined while it is being checked, when those shown before stay. */
  faults: readonly DefinitionFault[] | undefined;
  complete: (yaml: string, offset: number) => Promise<Completion | null>;
  label: string;
  describedBy: string;
  ref?: Ref<EditorHandle>;
}

/**
 * A text editor for definitions. Tab indents; Esc and then Tab leaves it, so that the keyboard is
 * never caught (WCAG 2.1.2).
 */
export default function DefinitionEditor({ value, onChange, faults, complete, label, describedBy, ref }: Props) {
  const parent = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const latest = useRef({ onChange, complete });
  // The editor holds its own text from here on; what comes from outside arrives in the effects below.
  const beginning = useRef(value);
  const named = useRef(new Compartment());

  useEffect(() => {
    const editor = new EditorView({
      parent: parent.current ?? document.body,
      state: EditorState.create({
        doc: beginning.current,
        extensions: [
          lineNumbers(),
          highlightActiveLineGutter(),
          highlightActiveLine(),
          drawSelection(),
          EditorView.lineWrapping,
          history(),
          bracketMatching(),
          closeBrackets(),
          indentUnit.of('  '),
          definitionSupport(),
          look,
          autocompletion({ override: [(context) => completions(context, latest.current.complete)], icons: false }),
          keymap.of([
            { key: 'Tab', run: acceptCompletion },
            ...closeBracketsKeymap,
            ...completionKeymap,
            ...lintKeymap,
            ...historyKeymap,
            ...defaultKeymap,
            indentWithTab,
          ]),
          named.current.of([]),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) latest.current.onChange(update.state.doc.toString());
          }),
        ],
      }),
    });
    view.current = editor;
    return () => editor.destroy();
  }, []);

  useEffect(() => {
    latest.current = { onChange, complete };
  });

  useEffect(() => {
    view.current?.dispatch({
      effects: named.current.reconfigure(
        EditorView.contentAttributes.of({ 'aria-label': label, 'aria-describedby': describedBy, spellcheck: 'false' }),
      ),
    });
  }, [label, describedBy]);

  useEffect(() => {
    const editor = view.current;
    if (editor === null || editor.state.doc.toString() === value) return;
    editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: value } });
  }, [value]);

  useEffect(() => {
    const editor = view.current;
    if (editor === null || faults === undefined) return;
    editor.dispatch(setDiagnostics(editor.state, diagnosticsOf(editor.state.doc.toString(), faults)));
  }, [faults]);

  useImperativeHandle(ref, () => ({
    goTo: (fault) => {
      const editor = view.current;
      if (editor === null) return;
      const anchor = offsetOf(editor.state.doc.toString(), fault);
      editor.dispatch({ selection: { anchor }, scrollIntoView: true });
      editor.focus();
    },
    apply: (fault) => {
      const editor = view.current;
      const change = editor && changeOf(editor.state.doc.toString(), fault);
      if (!change) return;
      editor.dispatch({
        changes: change,
        selection: { anchor: change.from + change.insert.length },
        scrollIntoView: true,
      });
      editor.focus();
    },
  }));

  return <div ref={parent} />;
}

function diagnosticsOf(yaml: string, faults: readonly DefinitionFault[]): Diagnostic[] {
  return faults
    .map((fault): Diagnostic => {
      const change = changeOf(yaml, fault);
      return {
        ...spanOf(yaml, fault),
        severity: 'error',
        message: fault.suggestion === null ? fault.message : `${fault.message} Suggestion: ${fault.suggestion}`,
        actions: change
          ? [{ name: `Change to ${change.insert}`, apply: (editor) => editor.dispatch({ changes: change }) }]
          : [],
      };
    })
    .toSorted((a, b) => a.from - b.from);
}

/** Asks while a word, a column or a text is begun, and whenever it is asked for (Ctrl-Space). */
async function completions(context: CompletionContext, complete: Props['complete']): Promise<CompletionResult | null> {
  if (!context.explicit && !context.matchBefore(/[\w-]+|[.":]\s?|[=!]=\s/)) return null;
  const found = await complete(context.state.doc.toString(), context.pos);
  if (found === null || context.aborted || found.options.length === 0) return null;
  return {
    from: found.from,
    // Within a quoted value anything may be typed; a dot after a word asks for something else.
    validFor: found.options[0]?.apply.endsWith('"') ? /^[^"]*$/ : /^[\w-]*$/,
    options: found.options.map(({ label, detail, info, apply }, position) => ({
      label,
      detail: detail ?? undefined,
      info: info ?? undefined,
      apply,
      boost: -position / found.options.length,
    })),
  };
}
