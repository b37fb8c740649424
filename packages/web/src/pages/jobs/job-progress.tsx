import { Anchor, Group, Progress, Stack, Text } from '@mantine/core';
import type { Job } from '@tickmark/core';
import { Link } from '@tanstack/react-router';
import { ErrorNotice } from '../../ui/notices.tsx';
import { count } from '../../ui/moment.ts';
import { StateBadge } from '../../ui/state-badge.tsx';
import { ApiError } from '../../api/error.ts';
import { isOpen, useJob } from './follow.ts';
import { jobDestination } from './destination.ts';

/** How far a job is, with numbers; it goes on when this page is left. */
export function JobProgress({ id }: { id: string }) {
  const job = useJob(id);
  if (job === undefined) return <Text size="sm">Waiting for the first news.</Text>;
  return <JobLine job={job} />;
}

export function JobLine({ job }: { job: Job }) {
  const destination = jobDestination(job);
  return (
    <Stack gap={6}>
      <Group justify="space-between" gap="xs">
        <Text size="sm" fw={600}>
          {job.title}
        </Text>
        <StateBadge state={job.state} />
      </Group>
      {isOpen(job) ? (
        <Progress
          value={job.total === null || job.total === 0 ? 100 : (job.done / job.total) * 100}
          animated={job.total === null}
          size="sm"
          color="var(--tm-accent)"
          aria-label={`Progress of ${job.title}`}
        />
      ) : null}
      <Group gap="xs" justify="space-between">
        <Text size="sm" c="dimmed" aria-live="polite">
          {count(job.done)}
          {job.total === null ? '' : ` of ${count(job.total)}`} {job.unit}
          {job.note === null ? '' : ` · ${job.note}`}
        </Text>
        {destination === null ? null : (
          <Anchor component={Link} to={destination.to} size="sm">
            {destination.label}
          </Anchor>
        )}
      </Group>
      {job.error === null ? null : <ErrorNotice error={new ApiError(job.error, 422)} />}
    </Stack>
  );
}
