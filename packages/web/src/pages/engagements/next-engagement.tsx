import { Checkbox, Stack, Text } from '@mantine/core';
import type { Engagement } from '@tickmark/core';
import { useOperation } from '../../queries.ts';
import { quantity } from '../../ui/moment.ts';
import { ErrorNotice, Note } from '../../ui/notices.tsx';
import { Waiting } from '../../ui/waiting.tsx';
import { useState } from 'react';
import { EditEngagement } from './edit-engagement.tsx';
import { draftOf } from './terms-draft.ts';

/** Begins the engagement after this one: its days without a gap, and what it takes over. */
export function NextEngagement({ engagement, onDone }: { engagement: Engagement; onDone: () => void }) {
  const { data, error, refetch } = useOperation('engagements.next', { id: engagement.id });
  const [parties, setParties] = useState(true);
  const [relevance, setRelevance] = useState(true);
  if (error !== null && data === undefined) return <ErrorNotice error={error} retry={() => void refetch()} />;
  if (data === undefined) return <Waiting lines={6} />;
  if (data.followedBy !== null) {
    return <Note>“{data.followedBy.title}” follows this engagement already. Choose it among the engagements.</Note>;
  }
  const { carries } = data;
  return (
    <Stack gap="md">
      <Text size="sm">
        It begins the day after “{engagement.title}” ends, so that no day is left out.{' '}
        {quantity(carries.controls.length, 'control')} in force on its first day{' '}
        {carries.controls.length === 1 ? 'goes' : 'go'} along by{' '}
        {carries.controls.length === 1 ? 'itself' : 'themselves'}. Answers of the readiness assessment, tests and
        populations belong to the days they speak of, and are made anew.
      </Text>
      <Checkbox
        label={`Take over ${quantity(carries.parties, 'party', 'parties')}`}
        disabled={carries.parties === 0}
        checked={parties && carries.parties > 0}
        onChange={(event) => setParties(event.currentTarget.checked)}
      />
      <Checkbox
        label={
          carries.notRelevant.length === 0
            ? 'Take over criteria that are not relevant: there are none'
            : `Take over that ${carries.notRelevant.join(', ')} ${carries.notRelevant.length === 1 ? 'is' : 'are'} not relevant, with the reasons`
        }
        disabled={carries.notRelevant.length === 0}
        checked={relevance && carries.notRelevant.length > 0}
        onChange={(event) => setRelevance(event.currentTarget.checked)}
      />
      <EditEngagement
        engagement={null}
        onDone={onDone}
        begin={{
          draft: { service: data.service, categories: data.categories, ...draftOf(data.terms) },
          title: data.title,
          why: undefined,
          previousId: engagement.id,
          carry: [...(parties ? (['parties'] as const) : []), ...(relevance ? (['relevance'] as const) : [])],
        }}
      />
    </Stack>
  );
}
