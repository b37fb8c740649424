import { Stack, Text } from '@mantine/core';
import type { Engagement, PublishedTest } from '@tickmark/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { readAgain } from '../../api/read-again.ts';
import { call, upload } from '../../api.ts';
import { useOperation } from '../../queries.ts';
import { Form } from '../../ui/form.tsx';
import { ErrorNotice } from '../../ui/notices.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Waiting } from '../../ui/waiting.tsx';
import { JobProgress } from '../jobs/job-progress.tsx';
import { NewRowsFile, type NewRows } from './new-rows-file.tsx';

/** A file for each population that the test reads; what is not there has nothing new. */
export function AddIncrement({ engagement, test }: { engagement: Engagement; test: PublishedTest }) {
  const kinds = useOperation('populations.kinds', {});
  const client = useQueryClient();
  const [given, setGiven] = useState<Readonly<Record<string, NewRows | null>>>({});
  const ready = Object.entries(given);

  const add = useMutation({
    mutationFn: async () => {
      const files: string[] = [];
      for (const [kind, rows] of ready) {
        if (rows === null) continue;
        const { file, reading, rejected } = rows;
        const input = { engagementId: engagement.id, kind, reading, acceptRejected: rejected };
        files.push((await upload('increments.upload', input, file)).id);
      }
      return call('increments.add', { testId: test.id, files });
    },
    onSuccess: () => readAgain(client),
  });

  if (kinds.error !== null) return <ErrorNotice error={kinds.error} retry={() => void kinds.refetch()} />;
  if (kinds.data === undefined) return <Waiting />;
  if (add.data !== undefined) {
    return (
      <Panel>
        <JobProgress id={add.data.jobId} />
      </Panel>
    );
  }
  const read = kindsOf(test);
  return (
    <Form
      submit="Add the increment"
      busy={add.isPending}
      error={add.error}
      disabled={ready.length === 0 || ready.some(([, rows]) => rows === null)}
      onSubmit={() => add.mutate()}
      beside={
        <Text size="sm" c="dimmed">
          A row whose key is known replaces the earlier one. What is counted is so far, and no result.
        </Text>
      }
    >
      <Stack gap="md">
        {kinds.data.items
          .filter(({ id }) => read.includes(id))
          .toSorted((a, b) => read.indexOf(a.id) - read.indexOf(b.id))
          .map((kind) => (
            <NewRowsFile
              key={kind.id}
              engagement={engagement}
              kind={kind}
              onReady={(rows) => setGiven((before) => ({ ...before, [kind.id]: rows }))}
              onNone={() =>
                setGiven((before) => Object.fromEntries(Object.entries(before).filter(([id]) => id !== kind.id)))
              }
            />
          ))}
      </Stack>
    </Form>
  );
}

/** Populations that a test reads, its own first. */
function kindsOf({ definition }: PublishedTest): string[] {
  const relations = definition.kind === 'cadence' ? [] : Object.values(definition.relations);
  return [definition.population, ...relations.map(({ population }) => population)];
}
