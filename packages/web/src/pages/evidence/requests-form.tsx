import { MultiSelect, Text } from '@mantine/core';
import type { Evidence, EvidenceInFull, RequestState } from '@tickmark/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../../api.ts';
import { readAgain } from '../../api/read-again.ts';
import { fieldError, useOperation, useWrite } from '../../queries.ts';
import { useEngagements } from '../../shell/current.ts';
import { Form } from '../../ui/form.tsx';
import { quantity } from '../../ui/moment.ts';
import { sayError, sayWithUndo } from '../../ui/notices.tsx';

interface Props {
  pieces: readonly Evidence[];
  /** Those that the one piece is linked to. */
  linked: EvidenceInFull['requests'];
  onDone: () => void;
}

/**
 * Links pieces to requests of the engagement that is worked on, or takes them off. Off a submitted request they are taken on
 * its own page, with a reason.
 */
export function RequestsForm({ pieces, linked, onDone }: Props) {
  const { current } = useEngagements();
  const [add, setAdd] = useState<string[]>([]);
  const [remove, setRemove] = useState<string[]>([]);
  const list = useOperation('requests.list', { engagementId: current?.id, limit: 500 }, { enabled: current !== null });
  const link = useWrite('requests.link-evidence');
  const unlink = useWrite('requests.unlink-evidence');
  const client = useQueryClient();
  const evidence = pieces.map(({ id }) => id);
  const there = new Set(linked.map(({ id }) => id));
  const isOpen = ({ state }: { state: RequestState }) => state === 'draft' || state === 'in-progress';
  const open = (list.data?.items ?? []).filter((request) => isOpen(request) && !there.has(request.id));
  const own = linked.filter((request) => isOpen(request) && request.engagement.id === current?.id);
  const said = (message: string, back: () => Promise<unknown>[]): void =>
    sayWithUndo(message, () => {
      void Promise.all(back())
        .catch(sayError)
        .finally(() => void readAgain(client));
    });
  const takeOff = (): void =>
    unlink.mutate(
      { ids: remove, evidence },
      {
        onSuccess: ({ items }) => {
          said(`Taken off ${quantity(items.length, 'request')}.`, () => [
            call('requests.link-evidence', { ids: items.map(({ id }) => id), evidence }),
          ]);
          onDone();
        },
      },
    );
  const change = (): void => {
    if (add.length === 0) return takeOff();
    link.mutate(
      { ids: add, evidence },
      {
        onSuccess: ({ items }) => {
          const alike = Map.groupBy(items, (item) => item.evidence.join());
          said(`Linked to ${quantity(items.length, 'request')}.`, () =>
            [...alike.values()].map((same) =>
              call('requests.unlink-evidence', {
                ids: same.map(({ id }) => id),
                evidence: same[0]?.evidence ?? [],
              }),
            ),
          );
          if (remove.length > 0) takeOff();
          else onDone();
        },
      },
    );
  };
  return (
    <Form
      submit="Change requests"
      busy={link.isPending || unlink.isPending}
      error={link.error ?? unlink.error}
      disabled={add.length + remove.length === 0}
      onCancel={onDone}
      onSubmit={change}
    >
      <Text size="sm">
        {current === null
          ? 'There is no engagement yet.'
          : `Requests of “${current.title}” that are not submitted. A request keeps the version that is linked now.`}
      </Text>
      <MultiSelect
        label="Add requests"
        searchable
        hidePickedOptions
        data-autofocus
        nothingFoundMessage="No request is open"
        data={open.map(({ id, code, title }) => ({ value: id, label: `${code} ${title}` }))}
        value={add}
        onChange={setAdd}
        error={fieldError(link.error, 'ids')}
      />
      {own.length === 0 ? null : (
        <MultiSelect
          label="Take requests away"
          searchable
          data={own.map(({ id, code, title }) => ({ value: id, label: `${code} ${title}` }))}
          value={remove}
          onChange={setRemove}
          error={fieldError(unlink.error, 'ids')}
        />
      )}
    </Form>
  );
}
