import { Group, List, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useOperation } from '../../queries.ts';
import { ErrorNotice, Warning } from '../../ui/notices.tsx';
import { changeLines } from './change-lines.ts';

/** Says where a dry run made now would not be the newest one, and what it would conclude otherwise. */
export function ChangedSince({ engagementId, action }: { engagementId: string; action?: ReactNode }) {
  const { data, error, refetch } = useOperation('dry-runs.changes', { engagementId });
  if (error !== null) return <ErrorNotice error={error} retry={() => void refetch()} />;
  if (data === undefined || data.dryRunId === null || data.same) return null;
  const lines = changeLines(data);
  return (
    <Warning>
      <Text span fw={600}>
        What the newest dry run weighs has changed since.
      </Text>{' '}
      {lines.length === 0 ? 'A new one would come to the same conclusions.' : 'A new one would conclude otherwise:'}
      {lines.length === 0 ? null : (
        <List size="sm" mt={4}>
          {lines.map((line) => (
            <List.Item key={line}>{line}</List.Item>
          ))}
        </List>
      )}
      {action === undefined ? null : <Group mt={8}>{action}</Group>}
    </Warning>
  );
}
