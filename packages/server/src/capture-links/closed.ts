import { TickmarkError, type CaptureLinkState } from '@tickmark/core';

const words: Record<Exclude<CaptureLinkState, 'open' | 'opened'>, string> = {
  used: 'A file has come by this link already, and it works once.',
  expired: 'The time of this link is over.',
  withdrawn: 'This link was withdrawn.',
  lapsed: 'Whoever made this link may no longer ask for files.',
};

/** Why nothing can be given by a link in this state; null where something can. */
export function closedBy(state: CaptureLinkState): TickmarkError | null {
  if (state === 'open' || state === 'opened') return null;
  return new TickmarkError('no_longer_possible', words[state], {
    action: 'Ask whoever sent you the link for a new one, if a file is still wanted.',
  });
}
