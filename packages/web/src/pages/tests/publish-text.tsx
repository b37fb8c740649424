import { Button, Group, Stack } from '@mantine/core';
import type { Engagement } from '@tickmark/core';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { useWrite } from '../../queries.ts';
import { ConfirmWord, isTyped } from '../../ui/confirm-word.tsx';
import { ErrorNotice, say } from '../../ui/notices.tsx';

const route = getRouteApi('/inside/tests');

interface Props {
  engagement: Engagement;
  yaml: string;
  /** Whether exactly this text was checked and is free of faults. */
  ready: boolean;
  onPublished: () => void;
}

/** Fixes a text as the next version of its test. */
export function PublishText({ engagement, yaml, ready, onPublished }: Props) {
  const navigate = route.useNavigate();
  const [typed, setTyped] = useState('');
  const publish = useWrite('tests.publish');
  const start = () =>
    publish.mutate(
      { engagementId: engagement.id, yaml },
      {
        onSuccess: ({ definition, version }) => {
          onPublished();
          say(`${definition.id} is published as version ${version}.`);
          void navigate({ search: { tab: 'published', open: definition.id } });
        },
      },
    );
  return (
    <Stack gap="md">
      <ConfirmWord word="publish" typed={typed} onType={setTyped}>
        The text above will be fixed: versioned, hashed and entered in the evidence log. A later version can replace it,
        but what was published stays.
      </ConfirmWord>
      {publish.error === null ? null : <ErrorNotice error={publish.error} />}
      <Group>
        <Button loading={publish.isPending} disabled={!ready || !isTyped(typed, 'publish')} onClick={start}>
          Publish test
        </Button>
      </Group>
    </Stack>
  );
}
