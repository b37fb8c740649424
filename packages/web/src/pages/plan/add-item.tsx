import { useState } from 'react';
import { useWrite } from '../../queries.ts';
import { Form } from '../../ui/form.tsx';
import { say } from '../../ui/notices.tsx';
import { given, ItemFields, nothingSaid, type Said } from './item-fields.tsx';

/** An item of your own. */
export function AddItem({ engagementId, onDone }: { engagementId: string; onDone: (id: string) => void }) {
  const [said, setSaid] = useState<Said>(nothingSaid);
  const write = useWrite('plan.add');
  return (
    <Form
      submit="Add to the plan"
      busy={write.isPending}
      error={write.error}
      disabled={said.title.trim() === ''}
      onSubmit={() =>
        write.mutate(
          { engagementId, ...given(said) },
          {
            onSuccess: ({ id, code }) => {
              say(`${code} is in the plan.`);
              onDone(id);
            },
          },
        )
      }
    >
      <ItemFields
        said={said}
        onChange={(part) => setSaid({ ...said, ...part })}
        engagementId={engagementId}
        item={null}
        error={write.error}
      />
    </Form>
  );
}
