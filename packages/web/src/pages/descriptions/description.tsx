import { Button, Tabs, Text } from '@mantine/core';
import { IconLock } from '@tabler/icons-react';
import type { Description as Whole, Engagement } from '@tickmark/core';
import type { DescriptionPartId } from '@tickmark/core/description-words';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { sessionQuery, useOperation } from '../../queries.ts';
import { useMay } from '../../shell/current.ts';
import { WithEngagement } from '../../shell/with-engagement.tsx';
import { ErrorNotice, Note } from '../../ui/notices.tsx';
import { Page } from '../../ui/page.tsx';
import { Over } from '../../ui/side.tsx';
import { Waiting } from '../../ui/waiting.tsx';
import { createLatest } from '../policies/editor/latest.ts';
import classes from './descriptions.module.css';
import { ApproveForm, FreezeForm } from './freezing.tsx';
import { Part } from './part.tsx';
import { wholeStanding } from './part-words.ts';
import { PartsList } from './parts-list.tsx';
import { TakeOver } from './take-over.tsx';
import { Downloads, Versions } from './versions.tsx';

const route = getRouteApi('/inside/description');
const title = 'System description';

export function DescriptionPage() {
  return (
    <WithEngagement title={title}>
      {(engagement) => <Described key={engagement.id} engagement={engagement} />}
    </WithEngagement>
  );
}

/** Section III of the report: written part by part beside what the records hold, frozen and approved. */
function Described({ engagement }: { engagement: Engagement }) {
  const { data, error, refetch } = useOperation('descriptions.get', { engagementId: engagement.id });
  if (data === undefined)
    return (
      <Page title={title}>
        {error === null ? <Waiting lines={12} /> : <ErrorNotice error={error} retry={() => void refetch()} />}
      </Page>
    );
  return <Shown whole={data} reread={async () => (await refetch()).data} />;
}

function Shown({ whole, reread }: { whole: Whole; reread: () => Promise<Whole | undefined> }) {
  const { engagement, parts, versions, previous } = whole;
  const { part: named, tab, do: doing, version } = route.useSearch();
  const navigate = route.useNavigate();
  const { data: session } = useQuery(sessionQuery);
  const may = {
    write: useMay('descriptions.write'),
    freeze: useMay('descriptions.freeze'),
    approve: useMay('descriptions.approve'),
  };
  // How to save at once what is being written; a part that is not shown has nothing unsaved.
  const [flush] = useState(() => createLatest<() => Promise<void>>(() => Promise.resolve()));
  const [anew, setAnew] = useState(0);
  const part = parts.find(({ id }) => id === named) ?? parts[0];
  const [newest] = versions;
  const onTab = tab === 'versions';
  const approving = versions.find(({ number }) => String(number) === version);
  const save = (): Promise<void> => (onTab ? Promise.resolve() : flush.get()());
  const leave = (): void =>
    void navigate({ search: (s) => ({ ...s, do: undefined }), replace: true, resetScroll: false });
  const choose = (next: DescriptionPartId): void => void save().then(() => navigate({ search: { part: next } }));
  return (
    <Page
      title={title}
      lead="What the report says of your system in its third section. Records fill in what they hold; how it works together you write yourself."
      actions={
        <>
          <Downloads engagement={engagement} />
          {newest === undefined ? null : (
            <Button
              size="xs"
              variant="default"
              onClick={() =>
                void save().then(() =>
                  navigate({ search: { tab: 'versions', part: named, from: String(newest.number) } }),
                )
              }
            >
              Compare
            </Button>
          )}
          {may.freeze ? (
            <Button
              size="xs"
              leftSection={<IconLock size={16} aria-hidden />}
              onClick={() =>
                void save().then(() =>
                  navigate({ search: (s) => ({ ...s, do: 'freeze' as const }), replace: true, resetScroll: false }),
                )
              }
            >
              Freeze
            </Button>
          ) : null}
        </>
      }
    >
      <Text size="sm" component="output">
        {wholeStanding(whole).join(' ')}
      </Text>
      {may.write ? null : <Note>You can read it, and not write.</Note>}
      {may.write && previous !== null && previous.parts.length > 0 ? (
        <TakeOver
          engagementId={engagement.id}
          previous={previous}
          opened={doing === 'take-over'}
          onOpen={(open) =>
            void navigate({ search: (s) => ({ ...s, do: open ? 'take-over' : undefined }), replace: true })
          }
          before={save}
          onTaken={() => {
            setAnew(anew + 1);
            leave();
          }}
        />
      ) : null}
      <Tabs
        value={onTab ? 'versions' : 'parts'}
        onChange={(next) =>
          void save().then(() =>
            navigate({ search: next === 'versions' ? { tab: 'versions', part: named } : { part: named } }),
          )
        }
        keepMounted={false}
      >
        <Tabs.List mb="md">
          <Tabs.Tab value="parts">Parts</Tabs.Tab>
          <Tabs.Tab value="versions">Versions {versions.length}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="parts">
          {part === undefined ? null : (
            <div className={classes.columns}>
              <PartsList parts={parts} chosen={part.id} onChoose={choose} />
              <Part
                key={`${part.id} ${anew}`}
                whole={whole}
                part={part}
                mayWrite={may.write}
                flush={flush}
                reread={reread}
                onAnew={() => setAnew(anew + 1)}
              />
            </div>
          )}
        </Tabs.Panel>
        <Tabs.Panel value="versions">
          <Versions
            whole={whole}
            mayApprove={may.approve}
            userId={session?.user.id}
            onApprove={(number) =>
              void navigate({
                search: (s) => ({ ...s, version: String(number), do: 'approve' as const }),
                replace: true,
                resetScroll: false,
              })
            }
          />
        </Tabs.Panel>
      </Tabs>
      <Over opened={doing === 'freeze' && may.freeze} onClose={leave} title="Freeze the description" size="md">
        <FreezeForm
          whole={whole}
          before={save}
          onDone={(made) =>
            made === null
              ? leave()
              : void navigate({ search: { tab: 'versions', part: named, version: String(made.number) } })
          }
        />
      </Over>
      <Over
        opened={doing === 'approve' && may.approve && approving !== undefined}
        onClose={leave}
        title={approving === undefined ? 'Approve' : `Approve version ${approving.number}`}
        size="md"
      >
        {approving === undefined ? null : (
          <ApproveForm engagementId={engagement.id} version={approving} onDone={leave} />
        )}
      </Over>
    </Page>
  );
}
