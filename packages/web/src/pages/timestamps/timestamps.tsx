import { Button, List, Stack, Text } from '@mantine/core';
import { IconClockPlus, IconRefresh } from '@tabler/icons-react';
import type { TimestampAuthority } from '@tickmark/core';
import { getRouteApi } from '@tanstack/react-router';
import { useOperation, useWrite } from '../../queries.ts';
import { useMay } from '../../shell/current.ts';
import type { Column } from '../../ui/data-table.tsx';
import { Empty, ErrorNotice, say, sayError } from '../../ui/notices.tsx';
import { Page, Section } from '../../ui/page.tsx';
import { Side } from '../../ui/side.tsx';
import { Term } from '../../ui/term.tsx';
import { Hash, Moment } from '../../ui/values.tsx';
import { Waiting } from '../../ui/waiting.tsx';
import { widths } from '../../ui/widths.ts';
import { AskedOutside } from '../log/asked-outside.tsx';
import { CheckStamps } from './check-stamps.tsx';
import { NameAuthority } from './name-authority.tsx';
import { Stamped } from './stamped.tsx';
import { outcomeWords } from './words.ts';

const route = getRouteApi('/inside/log/timestamps');

export function TimestampsPage() {
  return (
    <Page
      title="Timestamps"
      lead={
        <>
          A timestamp authority outside signs the hash of a <Term id="checkpoint">checkpoint</Term> together with the
          time by its own clock (RFC 3161).
        </>
      }
    >
      <Stamped />
      <Section title="What a timestamp proves">
        <List size="sm" spacing={4}>
          <List.Item>
            That this checkpoint, and with it every entry up to there, existed by that time: nobody can say that it was
            written later.
          </List.Item>
          <List.Item>That the key of the log had signed it by then, even if the key is stolen afterwards.</List.Item>
          <List.Item>
            Not that there is no second log: an authority stamps whatever it is given and remembers nothing. That takes
            a <Term id="witness">witness</Term>.
          </List.Item>
          <List.Item>
            Not that an entry is true, nor that everything was recorded: an authority sees one hash, and no entry.
          </List.Item>
          <List.Item>Not that its certificate was never revoked: that is not looked up.</List.Item>
        </List>
      </Section>
      <Named />
      <CheckStamps />
    </Page>
  );
}

function Named() {
  const { add } = route.useSearch();
  const navigate = route.useNavigate();
  const mayManage = useMay('timestamps.manage');
  const list = useOperation('timestamps.authorities', {});
  const remove = useWrite('timestamps.remove-authority');
  const request = useWrite('timestamps.request');
  const show = (what: 'authority' | undefined) => void navigate({ search: (s) => ({ ...s, add: what }) });
  const items = list.data?.items ?? [];

  return (
    <Section
      title="Those we ask"
      lead="They are asked in the background, at most once an hour, and for each bundle; no write waits for them."
      actions={
        mayManage ? (
          <>
            {items.length === 0 ? null : (
              <Button
                variant="default"
                leftSection={<IconRefresh size={16} aria-hidden />}
                loading={request.isPending}
                onClick={() => request.mutate({}, { onSuccess: () => say('They are asked now.'), onError: sayError })}
              >
                Stamp now
              </Button>
            )}
            <Button leftSection={<IconClockPlus size={16} aria-hidden />} onClick={() => show('authority')}>
              Name an authority
            </Button>
          </>
        ) : null
      }
    >
      <Stack gap="sm">
        {list.error === null ? null : <ErrorNotice error={list.error} retry={() => void list.refetch()} />}
        {list.data === undefined ? (
          list.error === null ? (
            <Waiting />
          ) : null
        ) : (
          <AskedOutside
            label="Timestamp authorities"
            columns={columns}
            rows={items}
            noun={['authority', 'authorities']}
            mayManage={mayManage}
            remove={remove}
            stays="What it stamped stays."
            empty={
              <Empty
                title="No timestamp authority is named."
                example="Many certificate authorities run one, and some do so for free. It needs an https address and publishes its root certificate."
              />
            }
          />
        )}
      </Stack>
      <Side opened={add === 'authority'} onClose={() => show(undefined)} title="Name a timestamp authority">
        <NameAuthority onDone={() => show(undefined)} />
      </Side>
    </Section>
  );
}

const columns: Column<TimestampAuthority>[] = [
  {
    id: 'name',
    title: 'Root certificate',
    value: (a) => a.name,
    cell: (a) => (
      <>
        <strong>{a.name}</strong>
        <Text size="xs" c="dimmed" component="div">
          {a.policy === null ? 'Any policy' : `Policy ${a.policy}`}
        </Text>
      </>
    ),
  },
  {
    id: 'asked',
    title: 'Last asked',
    width: widths.moment,
    value: (a) => a.asked?.at ?? null,
    cell: (a) => (a.asked === null ? 'Not yet' : <Moment at={a.asked.at} />),
  },
  {
    id: 'outcome',
    title: 'What came of it',
    value: (a) => (a.asked === null ? null : outcomeWords[a.asked.outcome]),
    cell: (a) =>
      a.asked === null ? (
        'Nothing yet'
      ) : (
        <>
          {outcomeWords[a.asked.outcome]}
          {a.asked.detail === null ? null : (
            <Text size="xs" c="dimmed">
              {a.asked.detail}
            </Text>
          )}
        </>
      ),
  },
  { id: 'url', title: 'Address', value: (a) => a.url, cell: (a) => <span className="mono">{a.url}</span> },
  {
    id: 'certificates',
    title: 'SHA-256 of its certificates',
    value: (a) => a.certificatesSha256,
    cell: (a) => <Hash value={a.certificatesSha256} label="SHA-256 of the certificates" />,
  },
];
