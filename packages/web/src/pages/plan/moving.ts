import type { PlanItem, PlanState } from '@tickmark/core';
import { planStateTitles } from '@tickmark/core/plan-words';
import { useQueryClient } from '@tanstack/react-query';
import { call } from '../../api.ts';
import { readAgain } from '../../api/read-again.ts';
import { useWrite } from '../../queries.ts';
import { say, sayError, sayWithUndo } from '../../ui/notices.tsx';

/** States that an item is moved to without a form where nothing has to be said. */
export const plainStates = ['open', 'in-progress', 'done'] as const satisfies readonly PlanState[];
export type PlainState = (typeof plainStates)[number];

/** Whether a move takes words: a note where nothing shows it, a reason where somebody relies on what is there. */
export function takesWords(item: PlanItem, to: PlanState): boolean {
  const settled = item.state === 'verified' || item.state === 'accepted' || item.state === 'dropped';
  return settled || to === 'accepted' || to === 'dropped' || (to === 'done' && item.evidence === 0);
}

/** Moves an item at once, with a way back while nobody relies on it. */
export function useMove() {
  const client = useQueryClient();
  const write = useWrite('plan.move');
  const move = (item: PlanItem, to: PlainState): void =>
    write.mutate(
      { items: [{ id: item.id, revision: item.revision }], to },
      {
        onSuccess: ({ items: [moved] }) => {
          const words = `${item.code} is ${planStateTitles[to].toLowerCase()}.`;
          const before = plainStates.find((each) => each === item.state);
          if (moved === undefined || before === undefined || before === 'done') {
            say(words);
            return;
          }
          sayWithUndo(words, () => {
            void call('plan.move', { items: [{ id: moved.id, revision: moved.revision }], to: before })
              .catch(sayError)
              .finally(() => void readAgain(client));
          });
        },
        onError: sayError,
      },
    );
  return { move, isPending: write.isPending };
}
