import { Button, Tabs } from '@mantine/core';
import { IconPlus, IconTableImport } from '@tabler/icons-react';
import type { Engagement } from '@tickmark/core';
import { scopeKinds } from '@tickmark/core/scope-words';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { useOperation } from '../../queries.ts';
import { useEngagements, useMay } from '../../shell/current.ts';
import { WithEngagement } from '../../shell/with-engagement.tsx';
import { ErrorNotice } from '../../ui/notices.tsx';
import { Page } from '../../ui/page.tsx';
import { Side } from '../../ui/side.tsx';
import { Term } from '../../ui/term.tsx';
import { Waiting } from '../../ui/waiting.tsx';
import { Changes } from './changes.tsx';
import { CopyScope } from './copy-scope.tsx';
import { Diagram } from './diagram.tsx';
import { Discovered } from './discovered.tsx';
import { Holes } from './holes.tsx';
import { ImportFile } from './import-file.tsx';
import { Items, type Whole } from './items.tsx';
import { NewItem, OneItem } from './one-item.tsx';
import { untimed, type Timing } from './writing.ts';

const route = getRouteApi('/inside/scope');

const tabs = ['holes', 'changes', 'seen', 'diagram'] as const;

export function ScopePage() {
  return (
    <WithEngagement title="Scope">
      {(engagement) => <Scope key={engagement.id} engagement={engagement} />}
    </WithEngagement>
  );
}

/** What is examined, item by item, and what is missing in it. */
function Scope({ engagement }: { engagement: Engagement }) {
  const { tab, open, add, kind: named } = route.useSearch();
  const navigate = route.useNavigate();
  const mayManage = useMay('scope.manage');
  const { all: engagements } = useEngagements();
  const [timing, setTiming] = useState<Timing>(untimed);
  const { data, error, refetch } = useOperation('scope.list', { engagementId: engagement.id });
  const kind = scopeKinds.find((each) => each === named);
  const show = (part: { open?: string; add?: 'item' | 'file' | 'copy' }): void =>
    void navigate({ search: (s) => ({ ...s, open: undefined, add: undefined, ...part }), replace: true });

  const whole: Whole | undefined =
    data === undefined
      ? undefined
      : {
          items: data.items,
          names: data.names,
          counts: data.counts,
          period: data.period,
          today: data.today,
          timing,
          onTiming: setTiming,
        };
  return (
    <Page
      title="Scope"
      lead={
        <>
          What is examined, and where the line runs: services and what is promised of them, the systems, data, people
          and places behind them, vendors, and what customers do themselves. The{' '}
          <Term id="system-description">description of the system</Term> is written from this.
        </>
      }
      actions={
        mayManage ? (
          <>
            {engagements.length > 1 ? (
              <Button variant="default" onClick={() => show({ add: 'copy' })}>
                Copy from another engagement
              </Button>
            ) : null}
            <Button
              variant="default"
              leftSection={<IconTableImport size={16} aria-hidden />}
              onClick={() => show({ add: 'file' })}
            >
              Import a file
            </Button>
            <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => show({ add: 'item' })}>
              Add
            </Button>
          </>
        ) : null
      }
    >
      {error === null ? null : <ErrorNotice error={error} retry={() => void refetch()} />}
      {whole === undefined ? (
        error === null ? (
          <Waiting lines={9} />
        ) : null
      ) : (
        <>
          <Tabs
            value={tabs.find((each) => each === tab) ?? 'items'}
            onChange={(next) => void navigate({ search: { tab: tabs.find((each) => each === next), kind: named } })}
            keepMounted={false}
          >
            <Tabs.List mb="md">
              <Tabs.Tab value="items">Items {whole.counts.total}</Tabs.Tab>
              <Tabs.Tab value="holes">Holes {whole.counts.holes}</Tabs.Tab>
              <Tabs.Tab value="changes">Changes</Tabs.Tab>
              <Tabs.Tab value="seen">Seen in records</Tabs.Tab>
              <Tabs.Tab value="diagram">Diagram</Tabs.Tab>
            </Tabs.List>
            <Tabs.Panel value="items">
              <Items
                engagementId={engagement.id}
                whole={whole}
                onAdd={mayManage ? () => show({ add: 'item' }) : undefined}
              />
            </Tabs.Panel>
            <Tabs.Panel value="holes">
              <Holes engagementId={engagement.id} />
            </Tabs.Panel>
            <Tabs.Panel value="changes">
              <Changes engagementId={engagement.id} period={whole.period} />
            </Tabs.Panel>
            <Tabs.Panel value="seen">
              <Discovered engagementId={engagement.id} whole={whole} />
            </Tabs.Panel>
            <Tabs.Panel value="diagram">
              <Diagram engagement={engagement} />
            </Tabs.Panel>
          </Tabs>
          <Side opened={add === 'item' && mayManage} onClose={() => show({})} size="lg" title="Write it down">
            <NewItem engagementId={engagement.id} whole={whole} kind={kind} onDone={() => show({})} />
          </Side>
          <Side opened={add === 'file' && mayManage} onClose={() => show({})} size={860} title="Import a file">
            <ImportFile engagementId={engagement.id} whole={whole} kind={kind} onDone={() => show({})} />
          </Side>
          <Side
            opened={add === 'copy' && mayManage}
            onClose={() => show({})}
            size="lg"
            title="Copy from another engagement"
          >
            <CopyScope engagement={engagement} whole={whole} onDone={() => show({})} />
          </Side>
          <OneItem
            engagementId={engagement.id}
            whole={whole}
            id={add === undefined ? open : undefined}
            onClose={() => show({})}
          />
        </>
      )}
    </Page>
  );
}
