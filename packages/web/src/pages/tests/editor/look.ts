import { HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import { EditorView } from '@codemirror/view';
import { tags } from '@lezer/highlight';

/** Colours that follow the scheme of the page; each has 4.5 : 1 or more on the editor's ground. */
const colours = HighlightStyle.define([
  { tag: tags.propertyName, color: 'light-dark(#0b5c66, #7fd0dc)', fontWeight: '600' },
  { tag: tags.keyword, color: 'light-dark(#7a1f6b, #f0a6e0)' },
  { tag: tags.special(tags.variableName), color: 'light-dark(#1d4f91, #9cc8ff)' },
  { tag: tags.function(tags.variableName), color: 'light-dark(#5a3096, #cdb0ff)' },
  { tag: tags.string, color: 'light-dark(#0a5c36, #86e0ae)' },
  { tag: [tags.number, tags.bool], color: 'light-dark(#874006, #ffc078)' },
  { tag: [tags.operator, tags.operatorKeyword], color: 'light-dark(#9b1c22, #ffa8a8)' },
  { tag: tags.comment, color: 'light-dark(#5a6470, #9aa5b3)', fontStyle: 'italic' },
  { tag: [tags.punctuation, tags.meta], color: 'light-dark(#4e5865, #aab4c1)' },
]);

const frame = EditorView.theme({
  '&': {
    border: '1px solid var(--mantine-color-default-border)',
    borderRadius: '4px',
    background: 'light-dark(#fff, #161b22)',
    color: 'var(--mantine-color-text)',
    fontSize: '13px',
  },
  '&.cm-focused': { outline: '2px solid light-dark(#0b5c66, #7fd0dc)', outlineOffset: '1px' },
  '.cm-scroller': {
    fontFamily: 'var(--mantine-font-family-monospace)',
    lineHeight: '20px',
    minHeight: '340px',
    maxHeight: '640px',
    overflow: 'auto',
  },
  '.cm-content': { padding: '8px 0', caretColor: 'var(--mantine-color-text)' },
  '.cm-gutters': {
    background: 'var(--tm-surface)',
    color: 'var(--mantine-color-dimmed)',
    borderRight: '1px solid var(--tm-line)',
  },
  '.cm-cursor': { borderLeftColor: 'var(--mantine-color-text)' },
  '.cm-activeLine, .cm-activeLineGutter': { background: 'light-dark(#f1f5f680, #1f262f80)' },
  '.cm-activeLineGutter': { color: 'var(--mantine-color-text)' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
    background: 'light-dark(#cfe9ed, #1f4d57)',
  },
  '.cm-matchingBracket, &.cm-focused .cm-matchingBracket': {
    background: 'transparent',
    outline: '1px solid light-dark(#4ca5b3, #4ca5b3)',
  },
  '.cm-lintRange-error': {
    backgroundImage: 'none',
    textDecoration: 'underline wavy light-dark(#c92a2f, #ff8787)',
    textDecorationSkipInk: 'none',
    textUnderlineOffset: '3px',
  },
  '.cm-tooltip': {
    border: '1px solid var(--tm-line)',
    borderRadius: '4px',
    background: 'light-dark(#fff, #20272f)',
    color: 'var(--mantine-color-text)',
    boxShadow: '0 4px 16px rgb(0 0 0 / 20%)',
  },
  '.cm-diagnostic': { fontFamily: 'var(--mantine-font-family)', padding: '6px 10px' },
  '.cm-diagnosticAction': { background: '#0b5c66', color: '#fff', borderRadius: '4px', padding: '2px 8px' },
  '.cm-tooltip.cm-tooltip-autocomplete > ul': {
    fontFamily: 'var(--mantine-font-family-monospace)',
    maxHeight: '260px',
    maxWidth: 'min(560px, 92vw)',
  },
  '.cm-tooltip-autocomplete > ul > li': { padding: '3px 8px', lineHeight: '20px' },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]': { background: '#0b5c66', color: '#fff' },
  '.cm-completionDetail': { color: 'var(--mantine-color-dimmed)', fontStyle: 'normal', marginLeft: '10px' },
  'li[aria-selected] .cm-completionDetail': { color: '#d7eef1' },
  '.cm-completionMatchedText': { textDecoration: 'none', fontWeight: '700' },
  '.cm-completionInfo': { fontFamily: 'var(--mantine-font-family)', maxWidth: '300px', padding: '6px 10px' },
});

export const look = [frame, syntaxHighlighting(colours)];
