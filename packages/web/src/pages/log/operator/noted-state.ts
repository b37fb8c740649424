import type { NotedCheckpoint } from '@tickmark/core';
import type { State } from '../../../glossary/states.ts';

/** What a noted checkpoint comes to, the worst first: only one that both logs speak for is shown as good. */
export function notedState({ fits, committed }: Pick<NotedCheckpoint, 'fits' | 'committed'>): State {
  if (committed === 'not-committed') return 'not-as-noted';
  if (!fits) return 'rewritten';
  return committed === 'committed' ? 'noted' : 'not-signed-yet';
}
