import { Text } from '@mantine/core';
import type { PolicySummary } from '@tickmark/core';
import { useState } from 'react';
import { useWrite } from '../../queries.ts';
import { Form } from '../../ui/form.tsx';
import { quantity } from '../../ui/moment.ts';
import { say } from '../../ui/notices.tsx';
import { PeopleFields, type People } from './people-fields.tsx';

/** Gives several documents their people at once. */
export function PeopleForm({ policies, onDone }: { policies: readonly PolicySummary[]; onDone: () => void }) {
  const [people, setPeople] = useState<People>({ owner: null, approvers: [], quorum: 1 });
  const { owner, approvers, quorum } = people;
  const write = useWrite('policies.describe-many');
  return (
    <Form
      submit={`Name them for ${quantity(policies.length, 'document')}`}
      busy={write.isPending}
      error={write.error}
      disabled={owner === null && approvers.length === 0}
      onCancel={onDone}
      onSubmit={() =>
        write.mutate(
          {
            ids: policies.map(({ id }) => id),
            ...(owner === null ? {} : { owner }),
            ...(approvers.length === 0 ? {} : { approvers, quorum }),
          },
          {
            onSuccess: ({ total }) => {
              say(`${quantity(total, 'document')} changed.`);
              onDone();
            },
          },
        )
      }
    >
      <Text size="sm">
        For the {quantity(policies.length, 'document')} without an owner. Each can be given others later.
      </Text>
      <PeopleFields people={people} onChange={setPeople} error={write.error} />
    </Form>
  );
}
