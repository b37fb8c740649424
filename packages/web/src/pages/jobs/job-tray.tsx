import { Anchor, Button, Loader, Popover, Stack, Text } from '@mantine/core';
import { IconProgressCheck } from '@tabler/icons-react';
import type { Job } from '@tickmark/core';
import { Link } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useRef } from 'react';
import { useMay } from '../../shell/current.ts';
import { useOperation } from '../../queries.ts';
import { say } from '../../ui/notices.tsx';
import { isOpen, useJob } from './follow.ts';

/** Nothing that tells of states is among what loads before the first page. */
const JobLine = lazy(() => import('./job-progress.tsx').then((file) => ({ default: file.JobLine })));

/** Long work in the header: it can be left, and found again from every page. */
export function JobTray() {
  const may = useMay('jobs.read');
  const { data } = useOperation('jobs.list', { sort: '-createdAt', limit: 6 }, { enabled: may });
  if (!may) return null;
  const jobs = data?.items ?? [];
  const open = jobs.filter(isOpen);
  const label = open.length === 0 ? 'Long work: nothing running' : `Long work: ${open.length} running`;

  return (
    <>
      {open.map((job) => (
        <Followed key={job.id} job={job} />
      ))}
      <Popover width={380} position="bottom-end" shadow="md" trapFocus>
        <Popover.Target>
          <Button
            variant="subtle"
            color="gray"
            size="compact-sm"
            h={34}
            aria-label={label}
            leftSection={
              open.length > 0 ? <Loader size={16} aria-hidden /> : <IconProgressCheck size={18} aria-hidden />
            }
          >
            {open.length > 0 ? open.length : ''}
          </Button>
        </Popover.Target>
        <Popover.Dropdown aria-label="Long work">
          <Stack gap="md">
            {jobs.length === 0 ? (
              <Text size="sm">Collecting, importing, testing and rendering show up here.</Text>
            ) : null}
            {jobs.map((job) => (
              <Live key={job.id} job={job} />
            ))}
            <Anchor component={Link} to="/jobs" size="sm">
              All long work
            </Anchor>
          </Stack>
        </Popover.Dropdown>
      </Popover>
    </>
  );
}

function Live({ job }: { job: Job }) {
  const live = useJob(job.id) ?? job;
  return (
    <Suspense fallback={<Text size="sm">{live.title}</Text>}>
      <JobLine job={live} />
    </Suspense>
  );
}

/** Says once when a job that was open here has ended. */
function Followed({ job }: { job: Job }) {
  const live = useJob(job.id);
  const said = useRef(false);

  useEffect(() => {
    if (live === undefined || isOpen(live) || said.current) return;
    said.current = true;
    // It follows each upload by itself, which has said that it is done.
    if (live.kind === 'read-evidence' && live.state === 'done') return;
    say(live.state === 'done' ? 'Done.' : (live.error?.message ?? 'It stopped.'), live.title);
  }, [live]);

  return null;
}
