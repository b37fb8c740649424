import type { CriterionCoverage, Warning } from '@tickmark/core';
import { useState } from 'react';
import { useWrite } from '../../queries.ts';
import { Form } from '../../ui/form.tsx';
import { ReasonField } from '../../ui/reason-field.tsx';
import { say } from '../../ui/notices.tsx';

interface Props {
  engagementId: string;
  criterion: CriterionCoverage;
  onCancel: () => void;
  onDone: (warnings: readonly Warning[]) => void;
}

/** Takes a criterion for not relevant, or for relevant again, with a reason that stays. */
export function MarkForm({ engagementId, criterion: { criterion, decision }, onCancel, onDone }: Props) {
  const relevant = decision?.relevant === false;
  const [reason, setReason] = useState('');
  const write = useWrite('engagements.mark-criterion');
  return (
    <Form
      submit={relevant ? `Mark ${criterion} as relevant` : `Mark ${criterion} as not relevant`}
      busy={write.isPending}
      error={write.error}
      onCancel={onCancel}
      disabled={reason.trim() === ''}
      onSubmit={() =>
        write.mutate(
          { engagementId, criterion, relevant, reason, after: decision?.version ?? 0 },
          {
            onSuccess: ({ warnings }) => {
              say(`${criterion} is marked as ${relevant ? 'relevant' : 'not relevant'}.`);
              onDone(warnings);
            },
          },
        )
      }
    >
      <ReasonField
        label="Reason"
        description={
          relevant
            ? 'What has changed, or what was wrong before.'
            : 'For readers of the report. For example: all of us work from home, and nobody has a room with equipment of the service.'
        }
        value={reason}
        onChange={setReason}
        error={write.error}
      />
    </Form>
  );
}
