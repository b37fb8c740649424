import type { AuditRequest } from '@tickmark/core';
import { useState } from 'react';
import { useWrite } from '../../queries.ts';
import { Form } from '../../ui/form.tsx';
import { say } from '../../ui/notices.tsx';
import { AboutFields, type About } from './about-fields.tsx';

/** What a request that is not submitted says. */
export function EditRequest({ request, onDone }: { request: AuditRequest; onDone: () => void }) {
  const { code, area, title, kind, phase, controls, needsCompletenessAccuracy, note } = request;
  const [about, setAbout] = useState<About>({
    code,
    area,
    title,
    kind,
    phase,
    controls,
    needsCompletenessAccuracy,
    note: note ?? '',
  });
  const write = useWrite('requests.update');
  return (
    <Form
      submit="Change the request"
      busy={write.isPending}
      error={write.error}
      onCancel={onDone}
      onSubmit={() =>
        write.mutate(
          { id: request.id, ...about, note: about.note.trim() === '' ? null : about.note },
          {
            onSuccess: () => {
              say('Changed.');
              onDone();
            },
          },
        )
      }
    >
      <AboutFields
        about={about}
        onChange={(part) => setAbout({ ...about, ...part })}
        engagementId={request.engagementId}
        error={write.error}
      />
    </Form>
  );
}
