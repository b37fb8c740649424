import { Tabs } from '@mantine/core';
import { getRouteApi } from '@tanstack/react-router';
import { useOperation } from '../../queries.ts';
import { Page } from '../../ui/page.tsx';
import { Term } from '../../ui/term.tsx';
import { Adopted } from './adopted.tsx';
import { Catalogue } from './catalogue.tsx';

const route = getRouteApi('/inside/controls');

export function ControlsPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const adopted = useOperation('controls.list', { limit: 500 });
  // Neither is shown before it is known which: what is typed into one would be lost with it.
  const first = adopted.isPending ? null : adopted.data?.total === 0 ? 'catalogue' : 'adopted';

  return (
    <Page
      title="Controls"
      lead={
        <>
          What your company does so that its promises are kept. <Term id="adopt">Adopt</Term> from the catalogue only
          what you really do: a control that is named and not done is worse than none.
        </>
      }
    >
      <Tabs
        value={search.tab ?? first}
        onChange={(next) =>
          void navigate({
            search: (s) => ({
              ...s,
              tab: next === 'catalogue' ? 'catalogue' : 'adopted',
              search: undefined,
              open: undefined,
              sort: undefined,
            }),
          })
        }
        keepMounted={false}
      >
        <Tabs.List mb="md">
          <Tabs.Tab value="adopted">Adopted {adopted.data?.total ?? ''}</Tabs.Tab>
          <Tabs.Tab value="catalogue">Catalogue</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="adopted">
          <Adopted />
        </Tabs.Panel>
        <Tabs.Panel value="catalogue">
          <Catalogue />
        </Tabs.Panel>
      </Tabs>
    </Page>
  );
}
