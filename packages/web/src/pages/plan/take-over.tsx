import { Button, Group, Stack, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../../api.ts';
import type { Output } from '../../api/client.ts';
import { readAgain } from '../../api/read-again.ts';
import { quantity } from '../../ui/moment.ts';
import { sayError, sayWithUndo } from '../../ui/notices.tsx';
import { Over } from '../../ui/side.tsx';

type Roadmap = Output<'plan.roadmap'>;

/** As many as one call takes. */
const mostAtOnce = 200;

/** Writes the days of the roadmap as due dates, after saying of how many. */
export function TakeOver({ roadmap }: { roadmap: Roadmap }) {
  const [asking, ask] = useState(false);
  const [busy, setBusy] = useState(false);
  const client = useQueryClient();
  const of = new Map(roadmap.titles.map((each) => [each.id, each]));
  const other = roadmap.items.flatMap(({ id, finish }) => {
    const title = of.get(id);
    return title === undefined || title.recordedDueOn === finish
      ? []
      : [{ id, revision: title.revision, dueOn: finish, before: title.recordedDueOn }];
  });
  const inTurn = async (items: readonly { id: string; revision: number; dueOn: string }[]): Promise<number> => {
    let changed = 0;
    for (let from = 0; from < items.length; from += mostAtOnce) {
      const part = items.slice(from, from + mostAtOnce).map(({ id, revision, dueOn }) => ({ id, revision, dueOn }));
      changed += (await call('plan.set-dates', { items: part })).total;
    }
    return changed;
  };
  const undo = (): void => {
    const alike = Map.groupBy(other, ({ before }) => before);
    const back = async (): Promise<void> => {
      for (const [dueOn, items] of alike) {
        for (let from = 0; from < items.length; from += mostAtOnce) {
          const part = items.slice(from, from + mostAtOnce);
          await call('plan.update', { items: part.map(({ id, revision }) => ({ id, revision: revision + 1 })), dueOn });
        }
      }
    };
    void back()
      .catch(sayError)
      .finally(() => void readAgain(client));
  };
  const take = (): void => {
    setBusy(true);
    void inTurn(other)
      .then((changed) => {
        ask(false);
        sayWithUndo(`${quantity(changed, 'item')} due as the roadmap has it.`, undo);
      }, sayError)
      .finally(() => {
        setBusy(false);
        void readAgain(client);
      });
  };
  return (
    <>
      <Button disabled={other.length === 0} onClick={() => ask(true)}>
        Take these dates over
      </Button>
      <Over opened={asking} onClose={() => ask(false)} title="Take these dates over" size="md">
        <Stack gap="md">
          <Text size="sm">
            {quantity(other.length, 'item')} of {roadmap.items.length} get the day on which the roadmap ends them as the
            due date, {quantity(other.filter(({ before }) => before !== null).length, 'date')} in place of another.
            {roadmap.tried ? ' The dates are those of what you tried; the rest of it is not kept.' : ''}
          </Text>
          <Group gap="xs">
            <Button loading={busy} data-autofocus onClick={take}>
              Take over
            </Button>
            <Button variant="default" onClick={() => ask(false)}>
              Cancel
            </Button>
          </Group>
        </Stack>
      </Over>
    </>
  );
}
