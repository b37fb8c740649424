import type { TextFinding } from '@tickmark/core';
import type { PolicyEditorHandle } from './editor.tsx';

/** Brings the cursor to what a finding is about: by the sentence where there is one, else by the heading. */
export function goToFinding(
  editor: PolicyEditorHandle | null,
  { passage, heading }: Pick<TextFinding, 'passage' | 'heading'>,
): void {
  if (editor === null) return;
  const there = passage !== '' && editor.goTo({ exact: passage, prefix: '', suffix: '' });
  if (!there && heading !== '') editor.focusHeading(heading);
}
