import { Checkbox, Group, Stack, Text, TextInput } from '@mantine/core';
import type { Engagement } from '@tickmark/core';
import { useState } from 'react';
import { DateField } from '../../ui/date-field.tsx';
import type { Input } from '../../api/client.ts';
import { fieldError, useWrite } from '../../queries.ts';
import { ConfirmWord, isTyped } from '../../ui/confirm-word.tsx';
import { Form } from '../../ui/form.tsx';
import { Panel } from '../../ui/panel.tsx';
import { JobProgress } from '../jobs/job-progress.tsx';

type Kind = NonNullable<Input<'populations.collect-git'>['kinds']>[number];

const kinds: readonly { id: Kind; title: string; meaning: string }[] = [
  { id: 'code-changes', title: 'Code changes', meaning: 'One row for each merge, or commit made on the branch itself' },
  { id: 'code-reviews', title: 'Code reviews', meaning: 'Who reviewed or acknowledged a change, as its trailers say' },
  { id: 'releases', title: 'Releases', meaning: 'Tags' },
];

/** Freezes the history of a repository that lies on the machine Tickmark runs on. */
export function CollectGit({ engagement }: { engagement: Engagement }) {
  const { terms } = engagement;
  const [path, setPath] = useState('');
  const [branch, setBranch] = useState('');
  const [name, setName] = useState('');
  const [chosen, setChosen] = useState<Kind[]>(['code-changes', 'code-reviews']);
  const [from, setFrom] = useState(terms.type === 'type2' ? terms.period.from : terms.asOf);
  const [to, setTo] = useState(terms.type === 'type2' ? terms.period.to : terms.asOf);
  const [typed, setTyped] = useState('');
  const [jobId, setJobId] = useState<string | null>(null);
  const write = useWrite('populations.collect-git');

  function collect(): void {
    const input = {
      engagementId: engagement.id,
      path,
      branch: branch.trim() === '' ? undefined : branch,
      name: name.trim() === '' ? undefined : name,
      kinds: chosen,
      period: { from, to },
    };
    write.mutate(input, {
      onSuccess: ({ jobId }) => {
        setJobId(jobId);
        setTyped('');
      },
    });
  }

  return (
    <Stack gap="md">
      <Text size="sm" c="dimmed">
        Reads a clone or bare repository on the machine Tickmark runs on. Nothing is sent anywhere, and the repository
        is not changed. A shallow clone is refused for days its history does not reach.
      </Text>
      {jobId === null ? null : (
        <Panel>
          <JobProgress id={jobId} />
        </Panel>
      )}
      <Form
        submit="Collect from git"
        busy={write.isPending}
        error={write.error}
        disabled={!isTyped(typed, 'freeze') || chosen.length === 0}
        onSubmit={collect}
      >
        <TextInput
          label="Folder of the repository"
          placeholder="/srv/git/payroll.git"
          required
          value={path}
          onChange={(event) => setPath(event.currentTarget.value)}
          error={fieldError(write.error, 'path')}
        />
        <Group align="flex-start" gap="md" grow>
          <TextInput
            label="Branch"
            description="The one HEAD names, if left out"
            placeholder="main"
            value={branch}
            onChange={(event) => setBranch(event.currentTarget.value)}
            error={fieldError(write.error, 'branch')}
          />
          <TextInput
            label="Name"
            description="The folder’s name, if left out"
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            error={fieldError(write.error, 'name')}
          />
        </Group>
        <Checkbox.Group
          label="What to collect"
          value={chosen}
          onChange={(values) => setChosen(values as Kind[])}
          error={fieldError(write.error, 'kinds')}
        >
          <Stack gap={6} mt={6}>
            {kinds.map(({ id, title, meaning }) => (
              <Checkbox key={id} value={id} label={title} description={meaning} />
            ))}
          </Stack>
        </Checkbox.Group>
        <Group align="flex-start" gap="md">
          <DateField
            label="First day"
            required
            value={from}
            onChange={setFrom}
            error={fieldError(write.error, 'period.from')}
          />
          <DateField
            label="Last day"
            required
            value={to}
            onChange={setTo}
            error={fieldError(write.error, 'period.to')}
          />
        </Group>
        <ConfirmWord word="freeze" typed={typed} onType={setTyped}>
          Each population is frozen: counted, hashed and entered in the evidence log. It can be replaced by a new
          version later, but not changed and not removed. Taken before the last day is over, it is marked as interim.
        </ConfirmWord>
      </Form>
    </Stack>
  );
}
