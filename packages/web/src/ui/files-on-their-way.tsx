import { Button, Group, Stack, Text } from '@mantine/core';
import type { Upload } from '@tickmark/core';
import { useOperation, useWrite } from '../queries.ts';
import { local, size } from './moment.ts';
import { ErrorNotice } from './notices.tsx';

/** What a person began to send and nothing has taken up: how far it is, until when it is kept, and a way to give it up. */
export function FilesOnTheirWay() {
  const { data } = useOperation('uploads.list', {});
  const discard = useWrite('uploads.discard');
  const items = data?.items ?? [];
  if (items.length === 0) return null;
  return (
    <Stack gap="xs" component="section" aria-label="Files on their way">
      {items.map((upload) => (
        <Group key={upload.id} gap="sm">
          <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
            {told(upload)}
          </Text>
          {upload.state === 'expired' ? null : (
            <Button
              variant="default"
              size="compact-sm"
              aria-label={`Discard ${upload.name}`}
              loading={discard.isPending}
              onClick={() => discard.mutate({ id: upload.id })}
            >
              Discard
            </Button>
          )}
        </Group>
      ))}
      {discard.error === null ? null : <ErrorNotice error={discard.error} />}
    </Stack>
  );
}

function told({ name, state, received, size: whole, expiresAt }: Upload): string {
  const until = local(expiresAt);
  if (state === 'expired') return `${name} was not sent to its end by ${until}; what had come was removed.`;
  const part = received === whole ? size(whole) : `${Math.floor((received / whole) * 100)} % of ${size(whole)}`;
  return `${name}: ${part} sent earlier, kept until ${until}. Choose the same file to go on.`;
}
