import { Group, Stack, Text } from '@mantine/core';
import type { PolicyState } from '@tickmark/core/policy-words';
import { Link } from '@tanstack/react-router';
import type { Output } from '../../api/client.ts';
import type { Column } from '../../ui/data-table.tsx';
import { count, quantity } from '../../ui/moment.ts';
import { OutdatedBadge } from './outdated.tsx';
import { PolicyStateBadge, ReviewBadge } from './policy-state.tsx';
import { PublicBadge } from './public-page.tsx';

type Template = Output<'policies.templates'>['items'][number];
type Policy = Output<'policies.list'>['items'][number];

/** A document that is begun, or a template that none was begun from. */
export type Row = { code: string; title: string; purpose: string; satisfies: string[]; needed: boolean } & (
  | { begun: true; policy: Policy }
  | { begun: false; template: Template }
);

export function rowsOf(templates: readonly Template[], policies: readonly Policy[]): Row[] {
  const begun = new Map(policies.map((policy) => [policy.code, policy]));
  const catalogued = templates.map((template): Row => {
    const policy = begun.get(template.id);
    const { title, purpose, satisfies } = policy ?? template;
    const base = { code: template.id, title, purpose, satisfies, needed: template.applies || policy !== undefined };
    return policy === undefined ? { ...base, begun: false, template } : { ...base, begun: true, policy };
  });
  const codes = new Set(templates.map(({ id }) => id));
  const own = policies
    .filter(({ code }) => !codes.has(code))
    .map((policy): Row => ({ ...policy, needed: true, begun: true, policy }));
  return [...catalogued, ...own];
}

export function stateOf(row: Row): PolicyState | null {
  return row.begun ? row.policy.state : null;
}

export const isOutdated = (row: Row): boolean => row.begun && row.policy.outdated.length > 0;

/** Whether all words stand in what the list tells of a document. */
export function has(row: Row, search: string): boolean {
  const controls = row.begun ? [] : row.template.controls;
  const owner = row.begun ? (row.policy.owner?.name ?? '') : row.template.owner;
  const text = [row.code, row.title, row.purpose, owner, ...row.satisfies, ...controls].join(' ').toLowerCase();
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

const dim = (words: string) => (
  <Text size="sm" c="dimmed">
    {words}
  </Text>
);

export const columns: Column<Row>[] = [
  {
    id: 'title',
    title: 'Document',
    value: ({ code }) => code,
    cell: (row) => (
      <Stack gap={0}>
        {row.begun ? (
          <Link to="/policies/$id" params={{ id: row.policy.id }} className="tm-link">
            {row.title}
          </Link>
        ) : (
          <Link to="/policies/templates/$id" params={{ id: row.code }} className="tm-link">
            {row.title}
          </Link>
        )}
        <Text size="xs" c="dimmed">
          {row.needed ? row.purpose : `Not needed: no criterion of it is asked in this engagement. ${row.purpose}`}
        </Text>
      </Stack>
    ),
  },
  {
    id: 'state',
    title: 'Stands',
    width: '170px',
    value: (row) => stateOf(row) ?? 'not begun',
    cell: (row) =>
      row.begun ? (
        <Group gap={4}>
          <PolicyStateBadge policy={row.policy} />
          <ReviewBadge review={row.policy.review} />
          <OutdatedBadge outdated={row.policy.outdated} />
          <PublicBadge policy={row.policy} />
          {row.policy.comments.open === 0 ? null : (
            <Text size="xs" c="dimmed">
              {quantity(row.policy.comments.open, 'comment')}
              {row.policy.comments.mentioning === 0 ? '' : ', you are mentioned'}
            </Text>
          )}
        </Group>
      ) : (
        dim('Not begun')
      ),
  },
  {
    id: 'version',
    title: 'In force',
    width: '150px',
    value: (row) => (row.begun ? (row.policy.inForce?.effectiveFrom ?? '') : ''),
    cell: (row) => {
      if (!row.begun) return '';
      const { inForce, open } = row.policy;
      return (
        <Stack gap={0}>
          {inForce === null ? dim('None') : `Version ${inForce.number}, ${inForce.effectiveFrom}`}
          {open === null ? null : (
            <Text size="xs" c="dimmed">
              Version {open.number}: {open.approvals} of {open.quorum} approved
            </Text>
          )}
        </Stack>
      );
    },
  },
  {
    id: 'owner',
    title: 'Owner',
    width: '150px',
    value: (row) => (row.begun ? (row.policy.owner?.name ?? '') : ''),
    cell: (row) => (row.begun ? (row.policy.owner?.name ?? dim('Nobody')) : dim(row.template.owner)),
  },
  {
    id: 'review',
    title: 'Review',
    width: '104px',
    value: (row) => (row.begun ? (row.policy.review?.on ?? '') : ''),
    cell: (row) => (row.begun ? (row.policy.review?.on ?? '') : ''),
  },
  {
    id: 'accepted',
    title: 'Accepted',
    width: '104px',
    align: 'right',
    value: (row) => (row.begun ? (row.policy.acceptance?.accepted ?? null) : null),
    cell: (row) => {
      const acceptance = row.begun ? row.policy.acceptance : null;
      return acceptance === null ? '' : `${count(acceptance.accepted)} of ${count(acceptance.asked)}`;
    },
  },
];
