import { Button, List, Stack, Text } from '@mantine/core';
import { IconEyePlus, IconRefresh } from '@tabler/icons-react';
import type { Witness } from '@tickmark/core';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useOperation, useWrite } from '../../queries.ts';
import { useMay } from '../../shell/current.ts';
import type { Column } from '../../ui/data-table.tsx';
import { Empty, ErrorNotice, Note, say, sayError, Warning } from '../../ui/notices.tsx';
import { Page, Section } from '../../ui/page.tsx';
import { Side } from '../../ui/side.tsx';
import { Term } from '../../ui/term.tsx';
import { Moment } from '../../ui/values.tsx';
import { Waiting } from '../../ui/waiting.tsx';
import { widths } from '../../ui/widths.ts';
import { AskedOutside } from '../log/asked-outside.tsx';
import { WatchedLogs } from '../watched-logs/watched-logs.tsx';
import { NameWitness } from './name-witness.tsx';
import { Vouched } from './vouched.tsx';
import { alarming, outcomeWords } from './words.ts';

const route = getRouteApi('/inside/log/witnesses');

export function WitnessesPage() {
  return (
    <Page
      title="Witnesses"
      lead={
        <>
          A <Term id="witness">witness</Term> outside sees every <Term id="checkpoint">checkpoint</Term> and cosigns
          those that only add entries.
        </>
      }
    >
      <Vouched />
      <Section title="What a cosignature proves">
        <List size="sm" spacing={4}>
          <List.Item>
            That at its time the witness had seen no larger tree of this log, and that this one continues all it saw
            before.
          </List.Item>
          <List.Item>
            That what came before can’t be rewritten unseen any more: the witness would refuse, and say so here.
          </List.Item>
          <List.Item>
            Not that an entry is true, nor that everything was recorded: a witness sees sizes and hashes, and no entry.
          </List.Item>
        </List>
      </Section>
      <Named />
      <WatchedLogs />
    </Page>
  );
}

function Named() {
  const { add } = route.useSearch();
  const navigate = route.useNavigate();
  const mayManage = useMay('witnesses.manage');
  const list = useOperation('witnesses.list', {});
  const remove = useWrite('witnesses.remove');
  const ask = useWrite('witnesses.ask');
  const show = (what: 'witness' | undefined) => void navigate({ search: (s) => ({ ...s, add: what }) });
  const items = list.data?.items ?? [];

  return (
    <Section
      title="Those we ask"
      lead="They are asked in the background; no write waits for them."
      actions={
        mayManage ? (
          <>
            {items.length === 0 ? null : (
              <Button
                variant="default"
                leftSection={<IconRefresh size={16} aria-hidden />}
                loading={ask.isPending}
                onClick={() => ask.mutate({}, { onSuccess: () => say('They are asked now.'), onError: sayError })}
              >
                Ask now
              </Button>
            )}
            <Button leftSection={<IconEyePlus size={16} aria-hidden />} onClick={() => show('witness')}>
              Name a witness
            </Button>
          </>
        ) : null
      }
    >
      <Stack gap="sm">
        {list.error === null ? null : <ErrorNotice error={list.error} retry={() => void list.refetch()} />}
        {items.flatMap(({ id, name, log, asked, earlier }) =>
          [...earlier, ...(asked === null ? [] : [{ ...asked, log }])]
            .filter(({ outcome }) => alarming.has(outcome))
            .map((alarm) => (
              <Warning key={`${id} ${alarm.log}`}>
                <strong>{name}</strong>
                {log === 1 ? '' : `, asked about log ${alarm.log}`}: {alarm.detail}
              </Warning>
            )),
        )}
        {items.some(isNewTo) ? (
          <Note>
            The key of this log was rotated. A witness knows the log that follows only once its operator was given the
            new verifier key, which stands under{' '}
            <Link to="/log" className="tm-link">
              Evidence log
            </Link>
            ; until then it cosigns nothing new.
          </Note>
        ) : null}
        {list.data === undefined ? (
          list.error === null ? (
            <Waiting />
          ) : null
        ) : (
          <AskedOutside
            label="Witnesses"
            columns={columns}
            rows={items}
            noun={['witness', 'witnesses']}
            mayManage={mayManage}
            remove={remove}
            stays="What it cosigned stays."
            empty={
              <Empty
                title="No witness is named."
                example="Your auditor’s firm can be one, with its own Tickmark, or any service that speaks C2SP tlog-witness. Give it the verifier key of your log."
              />
            }
          />
        )}
      </Stack>
      <Side opened={add === 'witness'} onClose={() => show(undefined)} title="Name a witness">
        <NameWitness onDone={() => show(undefined)} />
      </Side>
    </Section>
  );
}

/** Whether the key was rotated and the witness has cosigned nothing of the log that follows. */
function isNewTo({ log, asked }: Witness): boolean {
  return log > 1 && asked?.outcome !== 'cosigned';
}

const columns: Column<Witness>[] = [
  { id: 'name', title: 'Witness', value: (w) => w.name, cell: (w) => <strong>{w.name}</strong> },
  {
    id: 'asked',
    title: 'Last asked',
    width: widths.moment,
    value: (w) => w.asked?.at ?? null,
    cell: (w) => (w.asked === null ? 'Not yet' : <Moment at={w.asked.at} />),
  },
  {
    id: 'outcome',
    title: 'What came of it',
    value: (w) => (w.asked === null ? null : outcomeWords[w.asked.outcome]),
    cell: (w) =>
      w.asked === null && w.earlier.length === 0 ? (
        'Nothing yet'
      ) : (
        <>
          {w.log === 1 ? '' : `Log ${w.log}: `}
          {w.asked === null ? 'Nothing yet' : outcomeWords[w.asked.outcome]}
          {w.asked === null || w.asked.detail === null ? null : (
            <Text size="xs" c="dimmed">
              {w.asked.detail}
            </Text>
          )}
          {w.earlier.map(({ log, outcome }) => (
            <Text key={log} size="xs" c="dimmed">
              The end of log {log}: {outcomeWords[outcome]}
            </Text>
          ))}
        </>
      ),
  },
  { id: 'url', title: 'Address', value: (w) => w.url, cell: (w) => <span className="mono">{w.url}</span> },
];
