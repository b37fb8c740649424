import { NumberInput, Text } from '@mantine/core';
import type { PolicySummary } from '@tickmark/core';
import { useState } from 'react';
import { fieldError, useWrite } from '../../queries.ts';
import { Form } from '../../ui/form.tsx';
import { quantity } from '../../ui/moment.ts';
import { say } from '../../ui/notices.tsx';
import { ApproversField, PolicyOwnerField } from './approvers-field.tsx';

/** Gives several documents their people at once. */
export function PeopleForm({ policies, onDone }: { policies: readonly PolicySummary[]; onDone: () => void }) {
  const [owner, setOwner] = useState<string | null>(null);
  const [approvers, setApprovers] = useState<string[]>([]);
  const [quorum, setQuorum] = useState(1);
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
      <PolicyOwnerField
        label="Owner"
        description="Answers for what it says, and sees to its review."
        data-autofocus
        value={owner}
        onChange={setOwner}
        error={fieldError(write.error, 'owner')}
      />
      <ApproversField
        label="Approvers"
        description="Whoever writes on a version cannot approve it, so name somebody who does not."
        value={approvers}
        onChange={setApprovers}
        error={fieldError(write.error, 'approvers')}
      />
      <NumberInput
        label="Approvals that a version takes"
        min={1}
        max={10}
        maw={220}
        value={quorum}
        onChange={(value) => setQuorum(Number(value) || 1)}
        error={fieldError(write.error, 'quorum')}
      />
    </Form>
  );
}
