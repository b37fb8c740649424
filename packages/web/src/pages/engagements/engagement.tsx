import { Button, Group, SegmentedControl, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconEdit, IconPlus } from '@tabler/icons-react';
import type { Control, Criterion, Engagement } from '@tickmark/core';
import { engagementTitle } from '@tickmark/core/engagement-terms';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import { Side } from '../../ui/side.tsx';
import { categoryNames } from '../../glossary/names.ts';
import { useOperation } from '../../queries.ts';
import { useMay } from '../../shell/current.ts';
import { WithEngagement } from '../../shell/with-engagement.tsx';
import { DataTable, type Column } from '../../ui/data-table.tsx';
import { ErrorNotice, Warning } from '../../ui/notices.tsx';
import { Page, Section } from '../../ui/page.tsx';
import { Facts, Panel } from '../../ui/panel.tsx';
import { StateBadge } from '../../ui/state-badge.tsx';
import { Term } from '../../ui/term.tsx';
import { Moment } from '../../ui/values.tsx';
import { Waiting } from '../../ui/waiting.tsx';
import { EvidenceOf } from '../evidence/evidence-of.tsx';
import { Unseen } from '../log/changes/unseen.tsx';
import { draftFrom } from './draft-in-address.ts';
import { EditEngagement } from './edit-engagement.tsx';
import { termsOf } from './terms-draft.ts';

const route = getRouteApi('/inside/engagement');

export function EngagementPage() {
  return (
    <WithEngagement title="Engagement">
      {(engagement) => <Loaded key={engagement.id} engagement={engagement} />}
    </WithEngagement>
  );
}

function Loaded({ engagement }: { engagement: Engagement }) {
  const mayManage = useMay('engagements.manage');
  const mayReadLog = useMay('log.read');
  const [editing, edit] = useDisclosure(false);
  const [creating, create] = useDisclosure(false);
  const { terms } = engagement;
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const fromLink = search.begin === 'new' && mayManage;

  function closeCreate(): void {
    create.close();
    if (fromLink) void navigate({ search: ({ show, criterion, sort }) => ({ show, criterion, sort }), replace: true });
  }

  return (
    <Page
      title={engagement.title}
      lead={
        <>
          What is examined, and for which days. An <Term id="engagement">engagement</Term> ends in an opinion, never in
          a certificate.
        </>
      }
      actions={
        mayManage ? (
          <>
            <Button variant="default" leftSection={<IconPlus size={16} aria-hidden />} onClick={create.open}>
              Begin another engagement
            </Button>
            <Button variant="default" leftSection={<IconEdit size={16} aria-hidden />} onClick={edit.open}>
              Change the terms
            </Button>
          </>
        ) : null
      }
    >
      {engagement.warnings.map(({ code, message, source }) => (
        <Warning key={code} source={source}>
          {message}
        </Warning>
      ))}
      <Panel>
        <Facts
          facts={[
            [
              <Term key="t" id={terms.type} />,
              terms.type === 'type1'
                ? `Design as of ${terms.asOf}`
                : `Design and operation, ${terms.period.from} to ${terms.period.to}, both days included`,
            ],
            [
              <Term key="c" id="category">
                Categories
              </Term>,
              engagement.categories.map((category) => categoryNames[category].title).join(', '),
            ],
            [<Term key="s" id="system-description" />, engagement.service],
            [<Term key="z" id="time-zone" />, engagement.timeZone],
            ['Begun', <Moment key="b" at={engagement.createdAt} />],
          ]}
        />
      </Panel>
      <Section title="Evidence" lead="What speaks for a day and a control that are examined, newest versions.">
        <EvidenceOf of={{ engagement: engagement.id }} />
      </Section>
      {mayReadLog ? <Unseen engagementId={engagement.id} /> : null}
      <Coverage engagement={engagement} />
      <Side opened={editing} onClose={edit.close} title="Change the terms" size="lg">
        <EditEngagement engagement={engagement} onDone={edit.close} />
      </Side>
      <Side opened={creating || fromLink} onClose={closeCreate} title="Begin another engagement" size="lg">
        <EditEngagement engagement={null} onDone={closeCreate} {...(fromLink ? { begin: beginning(search) } : {})} />
      </Side>
    </Page>
  );
}

function beginning(search: Parameters<typeof draftFrom>[0]) {
  const draft = draftFrom(search);
  return { draft, title: engagementTitle(termsOf(draft)), why: search.why };
}

interface Covered {
  criterion: Criterion;
  controls: Control[];
}

/** In force on at least one of the days examined. */
function isInForce({ effectiveFrom, retiredOn }: Control, { terms }: Engagement): boolean {
  const { from, to } = terms.type === 'type1' ? { from: terms.asOf, to: terms.asOf } : terms.period;
  return effectiveFrom <= to && (retiredOn === null || (retiredOn > from && retiredOn > effectiveFrom));
}

/** The criteria that apply, each with the adopted controls that support it. */
function Coverage({ engagement }: { engagement: Engagement }) {
  const { show, sort } = route.useSearch();
  const navigate = route.useNavigate();
  const criteria = useOperation('criteria.list', { categories: engagement.categories });
  const controls = useOperation('controls.list', { limit: 500, retired: true });

  const covered: Covered[] = useMemo(() => {
    const adopted = (controls.data?.items ?? []).filter((control) => isInForce(control, engagement));
    return (criteria.data?.items ?? []).map((criterion) => ({
      criterion,
      controls: adopted.filter((control) => control.criteria.includes(criterion.id)),
    }));
  }, [criteria.data, controls.data, engagement]);

  const error = criteria.error ?? controls.error;
  if (error !== null) return <ErrorNotice error={error} />;
  if (criteria.data === undefined || controls.data === undefined) return <Waiting />;
  const holes = covered.filter((row) => row.controls.length === 0);
  const rows =
    show === 'holes' ? holes : show === 'covered' ? covered.filter((row) => row.controls.length > 0) : covered;

  return (
    <Section
      title={`${covered.length} criteria apply`}
      lead={
        <>
          {covered.length - holes.length} have at least one <Term id="control">control</Term>, {holes.length} have none.
          That says what is designed, not whether it works: <Term id="coverage">coverage</Term> is not a score.
        </>
      }
      actions={
        <SegmentedControl
          size="xs"
          aria-label="Which criteria"
          value={show ?? 'all'}
          onChange={(value) =>
            void navigate({
              search: (s) => ({ ...s, show: value === 'all' ? undefined : (value as 'holes' | 'covered') }),
              replace: true,
            })
          }
          data={[
            { value: 'all', label: `All ${covered.length}` },
            { value: 'holes', label: `Without a control ${holes.length}` },
            { value: 'covered', label: `With a control ${covered.length - holes.length}` },
          ]}
        />
      }
    >
      <DataTable
        label="Applicable criteria"
        columns={columns}
        rows={rows}
        rowKey={(row) => row.criterion.id}
        sort={sort}
        onSort={(next) => void navigate({ search: (s) => ({ ...s, sort: next }), replace: true })}
        empty={
          <Text p="lg">
            {show === 'holes' ? 'Every criterion has at least one control.' : 'No criterion has a control yet.'}
          </Text>
        }
      />
    </Section>
  );
}

const columns: Column<Covered>[] = [
  {
    id: 'id',
    title: 'Criterion',
    header: <Term id="criterion" />,
    width: '110px',
    value: (r) => r.criterion.id,
    cell: (r) => <strong>{r.criterion.id}</strong>,
  },
  {
    id: 'summary',
    title: 'What it asks, in our words',
    value: (r) => r.criterion.summary,
    cell: (r) => (
      <Stack gap={0}>
        <span>{r.criterion.summary}</span>
        <Text size="xs" c="dimmed">
          {r.criterion.seriesName} · {r.criterion.pointsOfFocus} points of focus in the source
        </Text>
      </Stack>
    ),
  },
  {
    id: 'controls',
    title: 'Your controls',
    width: '34%',
    value: (r) => r.controls.map((c) => c.code).join(' '),
    cell: (r) =>
      r.controls.length === 0 ? (
        <Group gap="xs">
          <StateBadge state="no-control" />
          <Link to="/controls" search={{ tab: 'catalogue', criterion: r.criterion.id }} className="tm-link">
            Find one
          </Link>
        </Group>
      ) : (
        <Group gap={6}>
          {r.controls.map((control) => (
            <Link
              key={control.id}
              to="/controls"
              search={{ open: control.code }}
              title={control.title}
              className="tm-link"
            >
              {control.code}
            </Link>
          ))}
        </Group>
      ),
  },
];
