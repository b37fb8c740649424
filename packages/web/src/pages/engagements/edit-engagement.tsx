import { Text, TextInput } from '@mantine/core';
import type { Engagement } from '@tickmark/core';
import { useState } from 'react';
import { changePlace } from '../../api/place.ts';
import { fieldError, useWrite } from '../../queries.ts';
import { Form } from '../../ui/form.tsx';
import { CameFrom } from './came-from.tsx';
import { draftOf, termsOf, type TermsDraft } from './terms-draft.ts';
import { TermsFields } from './terms-fields.tsx';

interface Props {
  engagement: Engagement | null;
  onDone: () => void;
  /** What a new one begins with, and the answers that it follows from. */
  begin?: { draft: TermsDraft; title: string; why: string | undefined };
}

/** Changes the terms of an engagement, or begins a new one where there is none. */
export function EditEngagement({ engagement, onDone, begin }: Props) {
  const [title, setTitle] = useState(engagement?.title ?? begin?.title ?? '');
  const [draft, setDraft] = useState<TermsDraft>(
    engagement === null
      ? (begin?.draft ?? { service: '', categories: ['security'], type: 'type2', asOf: '', from: '', to: '' })
      : { service: engagement.service, categories: engagement.categories, ...draftOf(engagement.terms) },
  );
  const update = useWrite('engagements.update');
  const create = useWrite('engagements.create');
  const write = engagement === null ? create : update;

  function save(): void {
    const input = { title, service: draft.service, categories: draft.categories, terms: termsOf(draft) };
    if (engagement !== null) update.mutate({ ...input, id: engagement.id }, { onSuccess: onDone });
    else {
      create.mutate(input, {
        onSuccess: ({ id }) => {
          changePlace({ engagementId: id });
          onDone();
        },
      });
    }
  }

  return (
    <Form
      submit={engagement === null ? 'Begin the engagement' : 'Save the terms'}
      busy={write.isPending}
      error={write.error}
      onSubmit={save}
    >
      {engagement === null ? null : (
        <Text size="sm" c="dimmed">
          Results made before keep the terms they were made under. Once an auditor has accepted the engagement, a
          narrower scope needs a reason they agree with.
        </Text>
      )}
      <CameFrom why={begin?.why} />
      <TextInput
        label="Title"
        required
        value={title}
        onChange={(event) => setTitle(event.currentTarget.value)}
        error={fieldError(write.error, 'title')}
      />
      <TermsFields
        draft={draft}
        change={(part) => setDraft((before) => ({ ...before, ...part }))}
        error={write.error}
      />
    </Form>
  );
}
