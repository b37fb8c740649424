import '@mantine/spotlight/styles.css';
import { useMantineColorScheme } from '@mantine/core';
import { createSpotlight, Spotlight, type SpotlightActionGroupData } from '@mantine/spotlight';
import { IconSearch } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { findTerms } from '@tickmark/core/glossary';
import { holds } from '@tickmark/core/roles';
import { useEffect, useState } from 'react';
import { useOperation } from '../queries.ts';
import { useEngagements, useMay, useMembership } from './current.ts';
import { everyPlace } from './places.ts';

const [store, spotlight] = createSpotlight();

/** Go to, do, and find: one field for all of it. `asked` grows each time it is to open. */
export function Palette({ asked }: { asked: number }) {
  const [query, setQuery] = useState('');
  const navigate = useNavigate();
  const membership = useMembership();
  const { setColorScheme } = useMantineColorScheme();
  const found = useFound(query.trim());

  useEffect(() => {
    if (asked > 0) spotlight.open();
  }, [asked]);

  const goTo: SpotlightActionGroupData = {
    group: 'Go to',
    actions: everyPlace
      .filter(({ permission }) => membership !== null && holds(membership.role, permission))
      .map(({ path, label, icon: Symbol }) => ({
        id: path,
        label,
        leftSection: <Symbol size={18} aria-hidden />,
        onClick: () => void navigate({ to: path }),
      })),
  };
  const doIt: SpotlightActionGroupData = {
    group: 'Do',
    actions: [
      {
        id: 'git',
        label: 'Collect from git',
        onClick: () => void navigate({ to: '/populations', search: { add: 'git' } }),
      },
      {
        id: 'file',
        label: 'Import a file',
        onClick: () => void navigate({ to: '/populations', search: { add: 'file' } }),
      },
      {
        id: 'adopt',
        label: 'Adopt controls',
        onClick: () => void navigate({ to: '/controls', search: { tab: 'catalogue' } }),
      },
      { id: 'write', label: 'Write a test', onClick: () => void navigate({ to: '/tests', search: { tab: 'write' } }) },
      {
        id: 'choose',
        label: 'Find out which report customers need',
        onClick: () => void navigate({ to: '/understand/choose' }),
      },
      { id: 'terms', label: 'Look up a term', onClick: () => void navigate({ to: '/understand/terms' }) },
      { id: 'account', label: 'Account and devices', onClick: () => void navigate({ to: '/account' }) },
      { id: 'light', label: 'Light appearance', onClick: () => setColorScheme('light') },
      { id: 'dark', label: 'Dark appearance', onClick: () => setColorScheme('dark') },
    ],
  };

  return (
    <Spotlight
      store={store}
      query={query}
      onQueryChange={setQuery}
      actions={[goTo, doIt, ...found]}
      shortcut={null}
      limit={24}
      nothingFound="Nothing found"
      scrollable
      maxHeight={440}
      attributes={{ content: { 'aria-label': 'Go to, do, or find' } }}
      searchProps={{
        placeholder: 'Go to, do, or find a control, request, result or term',
        'aria-label': 'Go to, do, or find',
        leftSection: <IconSearch size={18} aria-hidden />,
      }}
    />
  );
}

/** Controls, requests, results and terms that hold the words typed. */
function useFound(words: string): SpotlightActionGroupData[] {
  const navigate = useNavigate();
  const { current } = useEngagements();
  const enabled = words.length > 1;
  const mayRequests = useMay('requests.read');
  const controls = useOperation('controls.catalogue', { search: words, limit: 8 }, { enabled });
  const results = useOperation(
    'results.list',
    { engagementId: current?.id, latest: true, search: words, limit: 6 },
    { enabled: enabled && current !== null },
  );
  const requests = useOperation(
    'requests.list',
    { engagementId: current?.id, search: words, limit: 6 },
    { enabled: enabled && current !== null && mayRequests },
  );
  if (!enabled) return [];
  return [
    {
      group: 'Controls of the catalogue',
      actions: (controls.data?.items ?? []).map(({ id, title }) => ({
        id: `control ${id}`,
        label: `${id} ${title}`,
        keywords: words,
        onClick: () => void navigate({ to: '/controls', search: { tab: 'catalogue', open: id } }),
      })),
    },
    {
      group: 'Requests',
      actions: (requests.data?.items ?? []).map(({ id, code, title }) => ({
        id: `request ${id}`,
        label: `${code} ${title}`,
        keywords: words,
        onClick: () => void navigate({ to: '/requests', search: { open: id } }),
      })),
    },
    {
      group: 'Results',
      actions: (results.data?.items ?? []).map(({ id, code, title }) => ({
        id: `result ${id}`,
        label: `${code} ${title}`,
        keywords: words,
        onClick: () => void navigate({ to: '/results/$id', params: { id } }),
      })),
    },
    {
      group: 'Terms',
      actions: findTerms(words)
        .slice(0, 5)
        .map(({ id, term, meaning }) => ({
          id: `term ${id}`,
          label: term,
          description: meaning,
          keywords: words,
          onClick: () => void navigate({ to: '/understand/terms', hash: id }),
        })),
    },
  ].filter(({ actions }) => actions.length > 0);
}
