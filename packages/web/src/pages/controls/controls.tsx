import { Button, Tabs } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { getRouteApi } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useOperation } from '../../queries.ts';
import { useEngagements, useMay } from '../../shell/current.ts';
import { Page } from '../../ui/page.tsx';
import { Side } from '../../ui/side.tsx';
import { Term } from '../../ui/term.tsx';
import { Adopted } from './adopted.tsx';
import { Catalogue } from './catalogue.tsx';
import { notNarrowed } from './filters.tsx';
import { OwnForm } from './own-form.tsx';
import { Risks } from './risks.tsx';

const route = getRouteApi('/inside/controls');

export function ControlsPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const may = useMay('controls.manage');
  const { current } = useEngagements();
  const adopted = useOperation('controls.list', { limit: 1 });
  const risks = useOperation('risks.list', { limit: 1 });
  const catalogue = useOperation('controls.catalogue', { limit: 500, sort: 'id' }, { staleTime: 'static' });
  const families = useMemo(
    () => [...new Set((catalogue.data?.items ?? []).map((control) => control.family))],
    [catalogue.data],
  );
  // Neither is shown before it is known which: what is typed into one would be lost with it.
  const first = adopted.isPending ? null : adopted.data?.total === 0 ? 'catalogue' : 'adopted';
  const add = (next: 'own' | undefined): void => void navigate({ search: (s) => ({ ...s, add: next }) });

  return (
    <Page
      title="Controls"
      lead={
        <>
          What your company does so that its promises are kept. <Term id="adopt">Adopt</Term> from the catalogue only
          what you really do: a control that is named and not done is worse than none.
        </>
      }
      actions={
        may ? (
          <Button variant="default" leftSection={<IconPlus size={16} aria-hidden />} onClick={() => add('own')}>
            Write your own
          </Button>
        ) : null
      }
    >
      <Tabs
        value={search.tab ?? first}
        onChange={(next) =>
          void navigate({
            search: {
              ...notNarrowed,
              tab: next === 'catalogue' || next === 'risks' ? next : 'adopted',
            },
          })
        }
        keepMounted={false}
      >
        <Tabs.List mb="md">
          <Tabs.Tab value="adopted">Adopted {adopted.data?.total ?? ''}</Tabs.Tab>
          <Tabs.Tab value="catalogue">Catalogue</Tabs.Tab>
          <Tabs.Tab value="risks">Risks {risks.data?.total ?? ''}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="adopted">
          <Adopted families={families} />
        </Tabs.Panel>
        <Tabs.Panel value="catalogue">
          <Catalogue families={families} />
        </Tabs.Panel>
        <Tabs.Panel value="risks">
          <Risks />
        </Tabs.Panel>
      </Tabs>
      <Side opened={search.add === 'own' && may} onClose={() => add(undefined)} title="A control of your own" size="lg">
        <OwnForm
          from={current === null ? '' : current.terms.type === 'type1' ? current.terms.asOf : current.terms.period.from}
          onCancel={() => add(undefined)}
          onDone={(code) => void navigate({ search: { tab: 'adopted', open: code } })}
        />
      </Side>
    </Page>
  );
}
