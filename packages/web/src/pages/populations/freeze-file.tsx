import { Group, Select, Stack, Text, TextInput } from '@mantine/core';
import type { Engagement, FileReading, ImportPreview, PopulationKind } from '@tickmark/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { readAgain } from '../../api/read-again.ts';
import { DateField } from '../../ui/date-field.tsx';
import { upload } from '../../api.ts';
import { fieldError, useOperation } from '../../queries.ts';
import { ConfirmWord, isTyped } from '../../ui/confirm-word.tsx';
import { Form } from '../../ui/form.tsx';
import { count, quantity } from '../../ui/moment.ts';
import { Section } from '../../ui/page.tsx';
import { Panel } from '../../ui/panel.tsx';
import { SendingProgress, useSending } from '../../ui/sending.tsx';
import { JobProgress } from '../jobs/job-progress.tsx';

interface Props {
  engagement: Engagement;
  kind: PopulationKind;
  file: File;
  reading: FileReading;
  preview: ImportPreview;
  /** The choices have changed since the preview. */
  stale: boolean;
}

/** The step that cannot be undone. Rejected rows must be acknowledged by their exact number. */
export function FreezeFile({ engagement, kind, file, reading, preview, stale }: Props) {
  const { terms } = engagement;
  const rejected = preview.rejected.count;
  const [name, setName] = useState(file.name.replace(/\.[a-z0-9]+$/i, ''));
  const [from, setFrom] = useState(terms.type === 'type2' ? terms.period.from : terms.asOf);
  const [to, setTo] = useState(terms.type === 'type2' ? terms.period.to : terms.asOf);
  const [accepted, setAccepted] = useState('');
  const [typed, setTyped] = useState('');
  const [supersedes, setSupersedes] = useState<string | null>(null);
  const [reason, setReason] = useState('');
  const sending = useSending();
  const client = useQueryClient();
  const earlier = useOperation('populations.list', {
    engagementId: engagement.id,
    kind: kind.id,
    latest: true,
    limit: 100,
  });

  const freeze = useMutation({
    mutationFn: () =>
      upload(
        'populations.import',
        {
          engagementId: engagement.id,
          kind: kind.id,
          name,
          reading,
          period: { from, to },
          acceptRejected: rejected,
          supersedes: supersedes === null ? undefined : { id: supersedes, reason },
        },
        file,
        sending.options(),
      ),
    onSuccess: () => readAgain(client),
  });

  if (freeze.data !== undefined) {
    return (
      <Panel>
        <JobProgress id={freeze.data.jobId} />
      </Panel>
    );
  }
  const seen = rejected === 0 || accepted.trim() === String(rejected);
  return (
    <Section title="Freeze it">
      <Form
        submit="Freeze population"
        busy={freeze.isPending}
        error={freeze.error}
        disabled={stale || !seen || !isTyped(typed, 'freeze') || preview.missing.length > 0}
        onSubmit={() => freeze.mutate()}
        beside={stale ? <Text size="sm">Preview again before freezing: the choices have changed.</Text> : null}
      >
        <Group align="flex-start" gap="md">
          <TextInput
            label="Name of the population"
            required
            w={280}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            error={fieldError(freeze.error, 'name')}
          />
          <DateField
            label="First day"
            required
            w={176}
            value={from}
            onChange={setFrom}
            error={fieldError(freeze.error, 'period.from')}
          />
          <DateField
            label="Last day"
            required
            w={176}
            value={to}
            onChange={setTo}
            error={fieldError(freeze.error, 'period.to')}
          />
        </Group>
        {(earlier.data?.items.length ?? 0) === 0 ? null : (
          <Group align="flex-start" gap="md">
            <Select
              label="Corrects an earlier population"
              w={300}
              clearable
              placeholder="No, it is a new one"
              clearButtonProps={{ 'aria-label': 'No, it is a new one' }}
              data={(earlier.data?.items ?? []).map(({ id, manifest, version }) => ({
                value: id,
                label: `${manifest.name}, version ${version}`,
              }))}
              value={supersedes}
              onChange={(value) => {
                setSupersedes(value);
                const named = earlier.data?.items.find(({ id }) => id === value);
                if (named !== undefined) setName(named.manifest.name);
              }}
            />
            {supersedes === null ? null : (
              <TextInput
                label="Why"
                required
                w={300}
                value={reason}
                onChange={(event) => setReason(event.currentTarget.value)}
                error={fieldError(freeze.error, 'supersedes.reason')}
              />
            )}
          </Group>
        )}
        {rejected === 0 ? null : (
          <Stack gap={2}>
            <TextInput
              label="Number of rejected rows"
              description={`${quantity(rejected, 'row')} will not be in the population. Type the number to say that you have seen it; it stays in the manifest.`}
              required
              maw={520}
              inputMode="numeric"
              autoComplete="off"
              value={accepted}
              onChange={(event) => setAccepted(event.currentTarget.value)}
              error={fieldError(freeze.error, 'acceptRejected')}
            />
          </Stack>
        )}
        <ConfirmWord word="freeze" typed={typed} onType={setTyped}>
          {count(preview.rows)} {preview.rows === 1 ? 'row is' : 'rows are'} kept as they stand above, counted, hashed
          and entered in the evidence log. The population can be replaced by a new version later, but not changed and
          not removed.
        </ConfirmWord>
        {freeze.isPending ? <SendingProgress of={sending} label="Upload of the file" /> : null}
      </Form>
    </Section>
  );
}
