import { Button, List, Stack, Text } from '@mantine/core';
import { IconListCheck } from '@tabler/icons-react';
import { logCheck, type Job, type LogCheck } from '@tickmark/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useOperation, useWrite } from '../../queries.ts';
import { useMay } from '../../shell/current.ts';
import { count, quantity } from '../../ui/moment.ts';
import { ErrorNotice } from '../../ui/notices.tsx';
import { Section } from '../../ui/page.tsx';
import { Panel } from '../../ui/panel.tsx';
import { StateBadge } from '../../ui/state-badge.tsx';
import { Moment } from '../../ui/values.tsx';
import { Waiting } from '../../ui/waiting.tsx';
import { isOpen } from '../jobs/follow.ts';
import { JobProgress } from '../jobs/job-progress.tsx';

/** More are in the answer of the command line. */
const mostShown = 50;

/** Whether the records that people see are the ones the log sealed, as found when it was last asked. */
export function RecordsCheck() {
  const may = useMay('log.check');
  const jobs = useOperation('jobs.list', { kind: 'check-records', sort: '-createdAt', limit: 1 });
  const write = useWrite('log.check');
  const [started, setStarted] = useState<string | null>(null);
  const newest = jobs.data?.items[0];
  const running = started !== null && newest?.id !== started ? started : newest && isOpen(newest) ? newest.id : null;
  return (
    <Section
      title="Records held against the log"
      lead="What an examination rests on, from controls to conclusions, and every file of it is compared with the entry that sealed it last, and the log with every checkpoint that the operator’s log has noted. A change made beside the product is named; accounts, members and witnesses are not compared."
      actions={
        may ? (
          <Button
            variant="default"
            leftSection={<IconListCheck size={16} aria-hidden />}
            loading={write.isPending}
            disabled={running !== null}
            onClick={() => write.mutate({}, { onSuccess: ({ jobId }) => setStarted(jobId) })}
          >
            Compare now
          </Button>
        ) : null
      }
    >
      {write.error === null ? null : <ErrorNotice error={write.error} />}
      {jobs.error === null ? null : <ErrorNotice error={jobs.error} retry={() => void jobs.refetch()} />}
      <Panel>
        {running !== null ? (
          <JobProgress id={running} />
        ) : jobs.data === undefined ? (
          jobs.error === null ? (
            <Waiting lines={2} />
          ) : null
        ) : newest === undefined ? (
          <Text size="sm">They have not been compared yet.</Text>
        ) : (
          <Outcome job={newest} />
        )}
      </Panel>
    </Section>
  );
}

function Outcome({ job }: { job: Job }) {
  const found = logCheck.safeParse(job.result);
  if (!found.success) return <JobProgress id={job.id} />;
  return <Found found={found.data} at={job.finishedAt ?? job.createdAt} />;
}

function Found({ found, at }: { found: LogCheck; at: string }) {
  const { size, records, files, noted, faults } = found;
  return (
    <Stack gap="sm">
      <Text size="sm" component="div">
        <StateBadge state={faults.count === 0 ? 'as-sealed' : 'not-as-sealed'} /> <Moment at={at} />:{' '}
        {faults.count === 0
          ? `${count(records)} records and ${count(files)} files are as ${count(size)} entries seal them${noted === 0 ? '' : `, and ${quantity(noted, 'noted checkpoint holds', 'noted checkpoints hold')}`}.`
          : `${count(faults.count)} not as sealed, of ${count(records)} records, ${count(files)} files and ${count(size)} entries.`}
      </Text>
      {faults.count === 0 ? (
        <Text size="sm" c="dimmed">
          What was recorded later is in no comparison yet.
        </Text>
      ) : (
        <List size="sm" spacing={4} aria-label="What is not as sealed" style={{ overflowWrap: 'anywhere' }}>
          {faults.first.slice(0, mostShown).map((fault) => (
            <List.Item key={`${fault.record} ${fault.entry} ${fault.message}`}>
              {fault.message}{' '}
              {fault.entry === null ? null : (
                <Link to="/log" search={{ entry: String(fault.entry) }} className="tm-link">
                  Entry {fault.entry}
                </Link>
              )}
            </List.Item>
          ))}
          {faults.count > mostShown ? (
            <List.Item>
              and {count(faults.count - mostShown)} more: `tickmark log check` and `tickmark jobs get` list them.
            </List.Item>
          ) : null}
        </List>
      )}
    </Stack>
  );
}
