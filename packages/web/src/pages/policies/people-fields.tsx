import { NumberInput } from '@mantine/core';
import { fieldError } from '../../queries.ts';
import { ApproversField, PolicyOwnerField } from './approvers-field.tsx';

/** Who answers for a document, and who approves it. */
export interface People {
  owner: string | null;
  approvers: string[];
  quorum: number;
}

interface Props {
  people: People;
  onChange: (people: People) => void;
  /** Of the write that they go with. */
  error: unknown;
}

export function PeopleFields({ people, onChange, error }: Props) {
  const { owner, approvers, quorum } = people;
  return (
    <>
      <PolicyOwnerField
        label="Owner"
        description="Answers for what it says, and sees to its review."
        value={owner}
        onChange={(value) => onChange({ ...people, owner: value })}
        error={fieldError(error, 'owner')}
      />
      <ApproversField
        label="Approvers"
        description="Whoever writes on a version cannot approve it, so name somebody who does not."
        value={approvers}
        onChange={(value) => onChange({ ...people, approvers: value })}
        error={fieldError(error, 'approvers')}
      />
      <NumberInput
        label="Approvals that a version takes"
        min={1}
        max={10}
        maw={220}
        value={quorum}
        onChange={(value) => onChange({ ...people, quorum: Number(value) || 1 })}
        error={fieldError(error, 'quorum')}
      />
    </>
  );
}
