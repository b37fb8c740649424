import { MultiSelect, Text } from '@mantine/core';
import type { Evidence } from '@tickmark/core';
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
  onDone: () => void;
}

/** Links pieces to requests of the engagement that is worked on; they are taken off on the page of the request. */
export function RequestsForm({ pieces, onDone }: Props) {
  const { current } = useEngagements();
  const [ids, setIds] = useState<string[]>([]);
  const list = useOperation('requests.list', { engagementId: current?.id, limit: 500 }, { enabled: current !== null });
  const write = useWrite('requests.link-evidence');
  const client = useQueryClient();
  const open = (list.data?.items ?? []).filter(({ state }) => state === 'draft' || state === 'in-progress');
  return (
    <Form
      submit="Link"
      busy={write.isPending}
      error={write.error}
      disabled={ids.length === 0}
      onCancel={onDone}
      onSubmit={() =>
        write.mutate(
          { ids, evidence: pieces.map(({ id }) => id) },
          {
            onSuccess: ({ items }) => {
              const alike = Map.groupBy(items, ({ evidence }) => evidence.join());
              sayWithUndo(`Linked to ${quantity(items.length, 'request')}.`, () => {
                const back = [...alike.values()].map((own) =>
                  call('requests.unlink-evidence', {
                    ids: own.map(({ id }) => id),
                    evidence: own[0]?.evidence ?? [],
                  }),
                );
                void Promise.all(back)
                  .catch(sayError)
                  .finally(() => void readAgain(client));
              });
              onDone();
            },
          },
        )
      }
    >
      <Text size="sm">
        {current === null
          ? 'There is no engagement yet.'
          : `Requests of “${current.title}” that are not submitted. A request keeps the version that is linked now.`}
      </Text>
      <MultiSelect
        label="Requests"
        searchable
        hidePickedOptions
        data-autofocus
        nothingFoundMessage="No request is open"
        data={open.map(({ id, code, title }) => ({ value: id, label: `${code} ${title}` }))}
        value={ids}
        onChange={setIds}
        error={fieldError(write.error, 'ids')}
      />
    </Form>
  );
}
