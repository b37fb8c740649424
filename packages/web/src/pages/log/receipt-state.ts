import type { Receipt } from '@tickmark/core';
import type { State } from '../../glossary/states.ts';

/**
 * What a receipt comes to, the worst first. A timestamp says when, and not that the log is the only one. Only where a witness vouches, and none has another history
 * or has seen more than there is, is it shown as vouched for.
 */
export function receiptState({ state, witnesses, timestamps }: Receipt): State {
  if (state === 'not-as-signed') return 'not-as-signed';
  if (witnesses.some(isAlarm) || timestamps.some(({ fits }) => !fits)) return 'other-history';
  if (state === 'pending') return 'not-signed-yet';
  if (witnesses.some(({ standing }) => standing === 'vouched')) return 'vouched';
  return witnesses.some(({ named }) => named) ? 'not-vouched' : 'no-witness';
}

/** Whether what this witness has seen speaks against the log. */
export function isAlarm({ upTo, asked }: Receipt['witnesses'][number]): boolean {
  return upTo?.fits === false || asked?.outcome === 'other-history' || asked?.outcome === 'ahead';
}
