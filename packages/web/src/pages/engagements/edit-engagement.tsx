import { Select, Text, TextInput } from '@mantine/core';
import type { Engagement } from '@tickmark/core';
import { chainWarnings } from '@tickmark/core/engagement-chain';
import { engagementTitle } from '@tickmark/core/engagement-terms';
import { useState } from 'react';
import { changePlace } from '../../api/place.ts';
import { fieldError, useWrite } from '../../queries.ts';
import { useEngagements } from '../../shell/current.ts';
import { Form } from '../../ui/form.tsx';
import { Warning } from '../../ui/notices.tsx';
import { CameFrom } from './came-from.tsx';
import { chosenFrom } from './chosen.ts';
import { draftOf, termsOf, type TermsDraft } from './terms-draft.ts';
import { TermsFields } from './terms-fields.tsx';

interface Props {
  engagement: Engagement | null;
  onDone: () => void;
  /** What a new one begins with, and the answers that it follows from. */
  begin?: {
    draft: TermsDraft;
    title: string;
    why: string | undefined;
    previousId?: string;
    carry?: ('parties' | 'relevance')[];
  };
}

/** Changes the terms of an engagement, or begins a new one where there is none. */
export function EditEngagement({ engagement, onDone, begin }: Props) {
  const [title, setTitle] = useState(engagement?.title ?? begin?.title ?? '');
  const [draft, setDraft] = useState<TermsDraft>(
    engagement === null
      ? (begin?.draft ?? { service: '', categories: ['security'], type: 'type2', asOf: '', from: '', to: '' })
      : { service: engagement.service, categories: engagement.categories, ...draftOf(engagement.terms) },
  );
  const { all } = useEngagements();
  const [previousId, setPreviousId] = useState<string | null>(engagement?.previousId ?? begin?.previousId ?? null);
  const update = useWrite('engagements.update');
  const create = useWrite('engagements.create');
  const write = engagement === null ? create : update;

  function change(part: Partial<TermsDraft>): void {
    const next = { ...draft, ...part };
    // A title that says the terms goes along with them, until somebody writes another.
    if (engagement === null && title === engagementTitle(termsOf(draft))) setTitle(engagementTitle(termsOf(next)));
    setDraft(next);
  }

  function save(): void {
    const input = { title, service: draft.service, categories: draft.categories, terms: termsOf(draft), previousId };
    if (engagement !== null)
      update.mutate({ ...input, id: engagement.id, revision: engagement.revision }, { onSuccess: onDone });
    else {
      create.mutate(
        { ...input, carry: begin?.carry ?? [], ...chosenFrom(begin?.why) },
        {
          onSuccess: ({ id }) => {
            changePlace({ engagementId: id });
            onDone();
          },
        },
      );
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
      <TermsFields draft={draft} change={change} error={write.error} />
      <Select
        label="Follows"
        description="The engagement before it, so that gaps between the two are told."
        placeholder="No earlier one"
        clearable
        clearButtonProps={{ 'aria-label': 'No earlier one' }}
        data={all.filter(({ id }) => id !== engagement?.id).map(({ id, title: name }) => ({ value: id, label: name }))}
        value={previousId}
        onChange={setPreviousId}
        error={fieldError(write.error, 'previousId')}
      />
      {questioned(draft, previousId, engagement, all).map(({ message, source }) => (
        <Warning key={message} source={source}>
          {message}
        </Warning>
      ))}
    </Form>
  );
}

const whole = /^\d{4}-\d\d-\d\d$/;

/** What practice would question about these days among the other engagements, once they are whole. */
function questioned(
  draft: TermsDraft,
  previousId: string | null,
  engagement: Engagement | null,
  all: readonly Engagement[],
) {
  const dated = draft.type === 'type1' ? whole.test(draft.asOf) : whole.test(draft.from) && whole.test(draft.to);
  if (!dated || (draft.type === 'type2' && draft.from > draft.to)) return [];
  const { id = '', title = '', timeZone } = engagement ?? { timeZone: all[0]?.timeZone };
  const today = new Intl.DateTimeFormat('en-CA', { timeZone }).format(new Date());
  return chainWarnings({ id, title, terms: termsOf(draft), categories: draft.categories, previousId }, all, today);
}
