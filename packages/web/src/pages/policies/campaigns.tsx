import { Button, Group, Progress, Stack, Text } from '@mantine/core';
import type { PolicyCampaign } from '@tickmark/core';
import { roleTitles } from '@tickmark/core/roles';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { Output } from '../../api/client.ts';
import { useOperation, useWrite } from '../../queries.ts';
import { useMay } from '../../shell/current.ts';
import { DataTable, type Column } from '../../ui/data-table.tsx';
import { count, quantity } from '../../ui/moment.ts';
import { Empty, ErrorNotice, Note, say, sayError } from '../../ui/notices.tsx';
import { Page } from '../../ui/page.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Over, Side } from '../../ui/side.tsx';
import { CopyIcon, Hash, Moment } from '../../ui/values.tsx';
import { Waiting } from '../../ui/waiting.tsx';
import { AskForm } from './ask-form.tsx';
import classes from './policies.module.css';

const route = getRouteApi('/inside/policies/acceptance');
type InFull = Output<'policies.campaign'>;
type Person = InFull['asked'][number];
type Letter = Output<'policies.remind'>;

/** Who was asked to accept which documents, and how far that is. */
export function CampaignsPage() {
  const { open, ask } = route.useSearch();
  const navigate = route.useNavigate();
  const may = useMay('policies.manage');
  const { data, error, refetch } = useOperation('policies.campaigns', {});
  const begin = (on: boolean): void =>
    void navigate({ search: (s) => ({ ...s, ask: on ? 'new' : undefined }), replace: true });
  return (
    <Page
      title="Acceptance"
      lead="Who was asked to read and accept which documents, by when, and who did. Each acceptance names the person, the version and the time, and is sealed in the log."
      actions={
        may ? (
          <Button size="xs" onClick={() => begin(true)}>
            Ask people
          </Button>
        ) : null
      }
    >
      {error === null ? null : <ErrorNotice error={error} retry={() => void refetch()} />}
      {data === undefined ? (
        error === null ? (
          <Waiting lines={5} />
        ) : null
      ) : data.items.length === 0 ? (
        <Empty
          title="Nobody was asked yet."
          action={may ? <Button onClick={() => begin(true)}>Ask people</Button> : undefined}
          example="For example: everybody accepts the information security policy and the code of conduct within two weeks, and again each year."
        />
      ) : (
        <ul className={classes.versions}>
          {data.items.map((campaign) => (
            <li key={campaign.id}>
              <Panel>
                <Campaign
                  campaign={campaign}
                  onOpen={() => void navigate({ search: (s) => ({ ...s, open: campaign.id }), replace: true })}
                />
              </Panel>
            </li>
          ))}
        </ul>
      )}
      <Over opened={ask === 'new'} onClose={() => begin(false)} title="Ask people to accept documents" size="lg">
        <AskForm onDone={() => begin(false)} />
      </Over>
      <Side
        opened={open !== undefined}
        onClose={() => void navigate({ search: (s) => ({ ...s, open: undefined }), replace: true })}
        title="Person by person"
        size="xl"
      >
        {open === undefined ? null : <PersonByPerson key={open} id={open} />}
      </Side>
    </Page>
  );
}

function Campaign({ campaign, onOpen }: { campaign: PolicyCampaign; onOpen: () => void }) {
  const { title, dueOn, startedAt, startedBy, documents, counts, closed, roles, people, remindedAt } = campaign;
  const groups = [
    ...roles.map((role) => `${roleTitles[role].toLowerCase()}s`),
    ...people.map(({ name }) => name ?? 'somebody'),
  ];
  return (
    <Stack gap={6}>
      <Group justify="space-between" gap="xs">
        <Text component="h2" fw={600} size="md" m={0}>
          {title}
        </Text>
        <Button size="compact-sm" variant="default" onClick={onOpen}>
          Person by person
        </Button>
      </Group>
      <Text size="sm">
        {documents.map(({ id, title: each, number, superseded }, place) => (
          <span key={id}>
            {place === 0 ? '' : ', '}
            <Link to="/policies/$id" params={{ id }} className="tm-link">
              {each}
            </Link>{' '}
            version {number}
            {superseded ? ' (holds no more)' : ''}
          </span>
        ))}
      </Text>
      <Progress
        value={counts.asked === 0 ? 0 : (100 * counts.accepted) / counts.asked}
        aria-label={`${counts.accepted} of ${counts.asked} accepted`}
      />
      <Text size="sm">
        {count(counts.accepted)} of {count(counts.asked)} accepted
        {counts.overdue === 0 ? '' : `, ${count(counts.overdue)} overdue`}
        {counts.never === 0
          ? ''
          : `, ${count(counts.never)} never did and ${counts.never === 1 ? 'is' : 'are'} asked no more`}
        {closed ? '. Nobody is asked any more.' : `. Due ${dueOn}.`}
      </Text>
      <Text size="xs" c="dimmed">
        Asked: {groups.join(', ')}. Begun <Moment at={startedAt} /> by {startedBy.name ?? 'somebody not known here'}
        {remindedAt === null ? null : (
          <>
            , reminded <Moment at={remindedAt} />
          </>
        )}
        .
      </Text>
    </Stack>
  );
}

function PersonByPerson({ id }: { id: string }) {
  const may = useMay('policies.manage');
  const [letter, setLetter] = useState<Letter | null>(null);
  const { data, error, refetch } = useOperation('policies.campaign', { id });
  const remind = useWrite('policies.remind');
  const close = useWrite('policies.close-campaign');
  if (error !== null) return <ErrorNotice error={error} retry={() => void refetch()} />;
  if (data === undefined) return <Waiting lines={8} />;
  const left = data.counts.waiting + data.counts.overdue;
  return (
    <Stack gap="md">
      <Text size="sm">{data.title}</Text>
      {may && !data.closed ? (
        <Group gap="xs">
          <Button
            size="xs"
            disabled={left === 0}
            loading={remind.isPending}
            onClick={() => remind.mutate({ id }, { onSuccess: setLetter, onError: sayError })}
          >
            Remind those who have not
          </Button>
          <Button
            size="xs"
            variant="default"
            loading={close.isPending}
            onClick={() =>
              close.mutate({ id }, { onSuccess: () => say('Nobody is asked any more.'), onError: sayError })
            }
          >
            Ask nobody any more
          </Button>
        </Group>
      ) : null}
      {letter === null ? null : <LetterNote letter={letter} />}
      <DataTable
        label="People and documents"
        columns={columnsOf(data)}
        rows={data.asked}
        rowKey={({ userId }) => userId}
        minWidth={560}
        csv={csvOf(data)}
        empty={<Empty title="Nobody is asked, and nobody accepted." />}
      />
    </Stack>
  );
}

/** For their own mail program: nothing is sent from here. */
function LetterNote({ letter: { people, subject, text } }: { letter: Letter }) {
  const addresses = people.map(({ email }) => email).join(',');
  const mail = `mailto:?bcc=${encodeURIComponent(addresses)}&subject=${encodeURIComponent(subject)}&body=${encodeURIComponent(text)}`;
  return (
    <Note>
      {quantity(people.length, 'person is', 'people are')} reminded on their page. Tickmark sends no mail:{' '}
      <a href={mail} className="tm-link">
        write it with your mail program
      </a>
      , or copy the addresses <CopyIcon value={addresses} label="addresses" />
    </Note>
  );
}

const words = { accepted: 'Accepted', waiting: 'Waiting', overdue: 'Overdue' } as const;

function columnsOf({ documents }: InFull): Column<Person>[] {
  return [
    {
      id: 'name',
      title: 'Person',
      value: ({ name }) => name,
      cell: ({ name, email, dueOn }) => (
        <Stack gap={0}>
          <span>{name}</span>
          <Text size="xs" c="dimmed">
            {email ?? 'no member any more'}, due {dueOn}
          </Text>
        </Stack>
      ),
    },
    ...documents.map(({ id, number, code, title }): Column<Person> => ({
      id: `${id} ${number}`,
      title: `${code} version ${number}`,
      header: <span title={title}>{`${code} v${number}`}</span>,
      width: '190px',
      value: (person) => stateOf(person, id, number)?.state ?? '',
      cell: (person) => {
        const of = stateOf(person, id, number);
        if (of === undefined || of.state === null)
          return (
            <Text size="sm" c="dimmed">
              Not asked any more
            </Text>
          );
        return (
          <Stack gap={0}>
            <Text size="sm" fw={of.state === 'overdue' ? 600 : undefined}>
              {words[of.state]}
            </Text>
            {of.acceptance === null ? null : (
              <Text size="xs" c="dimmed" component="div">
                <Moment at={of.acceptance.at} />, entry {of.acceptance.entryIndex},{' '}
                <Hash value={of.acceptance.sha256} label="hash of what was accepted" />
              </Text>
            )}
          </Stack>
        );
      },
    })),
  ];
}

function stateOf({ documents }: Person, id: string, number: number) {
  return documents.find((each) => each.id === id && each.number === number);
}

/** Each person and document a line, with what proves it. */
function csvOf({ documents }: InFull) {
  return [
    { title: 'Person', value: ({ name }: Person) => name },
    { title: 'E-mail', value: ({ email }: Person) => email ?? '' },
    { title: 'Due', value: ({ dueOn }: Person) => dueOn },
    ...documents.flatMap(({ id, code, number }) => [
      {
        title: `${code} version ${number}`,
        value: (person: Person) => stateOf(person, id, number)?.state ?? 'not asked any more',
      },
      { title: `${code} accepted at`, value: (person: Person) => stateOf(person, id, number)?.acceptance?.at ?? '' },
      { title: `${code} hash`, value: (person: Person) => stateOf(person, id, number)?.acceptance?.sha256 ?? '' },
    ]),
  ];
}
