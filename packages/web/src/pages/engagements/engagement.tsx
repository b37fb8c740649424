import { Button, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconEdit, IconPlayerTrackNext, IconPlus } from '@tabler/icons-react';
import type { Engagement } from '@tickmark/core';
import { engagementTitle } from '@tickmark/core/engagement-terms';
import { getRouteApi, Link } from '@tanstack/react-router';
import { Side } from '../../ui/side.tsx';
import { categoryNames } from '../../glossary/names.ts';
import { useOperation } from '../../queries.ts';
import { useMay } from '../../shell/current.ts';
import { WithEngagement } from '../../shell/with-engagement.tsx';
import { ErrorNotice, Warning } from '../../ui/notices.tsx';
import { Page, Section } from '../../ui/page.tsx';
import { Facts, Panel } from '../../ui/panel.tsx';
import { Term } from '../../ui/term.tsx';
import { Moment } from '../../ui/values.tsx';
import { Waiting } from '../../ui/waiting.tsx';
import { EvidenceOf } from '../evidence/evidence-of.tsx';
import { Unseen } from '../log/changes/unseen.tsx';
import { Chain } from './chain.tsx';
import { ChosenReasons } from './chosen-reasons.tsx';
import { draftFrom } from './draft-in-address.ts';
import { EditEngagement } from './edit-engagement.tsx';
import { NextEngagement } from './next-engagement.tsx';
import { Parties } from './parties.tsx';
import { Phases } from './phases.tsx';
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
  const following = search.begin === 'next' && mayManage;

  function closeCreate(): void {
    create.close();
    if (fromLink || following) void navigate({ search: {}, replace: true });
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
            <Button
              variant="default"
              leftSection={<IconPlayerTrackNext size={16} aria-hidden />}
              onClick={() => void navigate({ search: { begin: 'next' } })}
            >
              Begin the next one
            </Button>
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
        <Warning key={`${code} ${message}`} source={source}>
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
      <Phases engagement={engagement} />
      <Criteria engagementId={engagement.id} />
      <Parties engagementId={engagement.id} />
      <Chain current={engagement.id} />
      <ChosenReasons engagement={engagement} />
      <Section title="Evidence" lead="What speaks for a day and a control that are examined, newest versions.">
        <EvidenceOf of={{ engagement: engagement.id }} />
      </Section>
      {mayReadLog ? <Unseen engagementId={engagement.id} /> : null}
      <Side opened={editing} onClose={edit.close} title="Change the terms" size="lg">
        <EditEngagement engagement={engagement} onDone={edit.close} />
      </Side>
      <Side opened={creating || fromLink} onClose={closeCreate} title="Begin another engagement" size="lg">
        <EditEngagement engagement={null} onDone={closeCreate} {...(fromLink ? { begin: beginning(search) } : {})} />
      </Side>
      <Side opened={following} onClose={closeCreate} title="Begin the next engagement" size="lg">
        <NextEngagement engagement={engagement} onDone={closeCreate} />
      </Side>
    </Page>
  );
}

function beginning(search: Parameters<typeof draftFrom>[0]) {
  const draft = draftFrom(search);
  return { draft, title: engagementTitle(termsOf(draft)), why: search.why };
}

/** How far its criteria are covered, in a line, and the way to all of it. */
function Criteria({ engagementId }: { engagementId: string }) {
  const { data, error, refetch } = useOperation('coverage.map', { engagementId });
  if (error !== null && data === undefined) return <ErrorNotice error={error} retry={() => void refetch()} />;
  if (data === undefined) return <Waiting lines={2} />;
  const { applicable, notRelevant, noControl, inPart, unsupported, supported } = data.counts;
  return (
    <Section title={`${applicable} criteria apply`}>
      <Text size="sm">
        {noControl} have no control, {inPart} are without one on some of the days, {unsupported} miss an owner, a test
        or evidence, {supported} miss nothing of this, and {notRelevant} were taken for not relevant.{' '}
        <Link to="/coverage" className="tm-link">
          Open the coverage
        </Link>
      </Text>
    </Section>
  );
}
