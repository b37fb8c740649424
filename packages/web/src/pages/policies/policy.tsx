import { Button, Group, Menu, Stack, Tabs, Text } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import type { PolicyInFull } from '@tickmark/core';
import { roleTitles } from '@tickmark/core/roles';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { useOperation } from '../../queries.ts';
import { useMay } from '../../shell/current.ts';
import { Choice } from '../../ui/choice.tsx';
import { Download } from '../../ui/download.tsx';
import { Empty, ErrorNotice, Note, Warning } from '../../ui/notices.tsx';
import { Page } from '../../ui/page.tsx';
import { Facts, Panel } from '../../ui/panel.tsx';
import { Over } from '../../ui/side.tsx';
import { Moment } from '../../ui/values.tsx';
import { Waiting } from '../../ui/waiting.tsx';
import { DetailsForm } from './details-form.tsx';
import { Changes } from './changes.tsx';
import { Findings } from './findings.tsx';
import { LifeForms, type Doing } from './life-forms.tsx';
import { Outdated, OutdatedBadge } from './outdated.tsx';
import { PolicyStateBadge, ReviewBadge } from './policy-state.tsx';
import { DocumentPromises } from './promises.tsx';
import { PublicBadge, PublicPage } from './public-page.tsx';
import { TextBlocks } from './text-blocks.tsx';
import { Versions } from './versions.tsx';

const route = getRouteApi('/inside/policies/$id');

/** One document of the organization: its text, its versions with what was done to each, and its details. */
export function PolicyPage() {
  const { id } = route.useParams();
  const { data, error, refetch } = useOperation('policies.get', { id });
  if (data === undefined) {
    return (
      <Page title="Document" lead={<AllDocuments />}>
        {error === null ? <Waiting lines={12} /> : <ErrorNotice error={error} retry={() => void refetch()} />}
      </Page>
    );
  }
  return <OnePolicy key={id} policy={data} />;
}

function AllDocuments() {
  return (
    <Link to="/policies" className="tm-link">
      All documents
    </Link>
  );
}

function OnePolicy({ policy }: { policy: PolicyInFull }) {
  const { tab } = route.useSearch();
  const navigate = route.useNavigate();
  const [doing, setDoing] = useState<Doing | null>(null);
  const [beside, setBeside] = useState<'details' | 'public-page' | null>(null);
  const close = () => setBeside(null);
  const may = { write: useMay('policies.write'), manage: useMay('policies.manage') };
  return (
    <Page
      title={policy.title}
      lead={<AllDocuments />}
      actions={<Actions policy={policy} onDo={setDoing} onBeside={setBeside} may={may} />}
    >
      <Standing policy={policy} onDo={setDoing} />
      <Tabs
        value={tab ?? 'text'}
        onChange={(value) =>
          void navigate({
            search: (s) => ({ ...s, tab: value === 'text' ? undefined : (value as 'versions') }),
            replace: true,
          })
        }
        keepMounted={false}
      >
        <Tabs.List mb="md">
          <Tabs.Tab value="text">Text</Tabs.Tab>
          <Tabs.Tab value="versions">Versions {policy.versions.length}</Tabs.Tab>
          <Tabs.Tab value="checks">Checks</Tabs.Tab>
          <Tabs.Tab value="promises">Promises</Tabs.Tab>
          <Tabs.Tab value="details">Details</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="text">
          <CurrentText policy={policy} />
        </Tabs.Panel>
        <Tabs.Panel value="versions">
          <Versions policy={policy} />
        </Tabs.Panel>
        <Tabs.Panel value="checks">
          <Findings id={policy.id} />
        </Tabs.Panel>
        <Tabs.Panel value="promises">
          <DocumentPromises policy={policy} />
        </Tabs.Panel>
        <Tabs.Panel value="details">
          <Details policy={policy} />
        </Tabs.Panel>
      </Tabs>
      <LifeForms policy={policy} doing={doing} onClose={() => setDoing(null)} />
      <Over opened={beside === 'details'} onClose={close} title="Details" size="lg">
        <DetailsForm key={policy.revision} policy={policy} onDone={close} />
      </Over>
      <Over opened={beside === 'public-page'} onClose={close} title="Public page" size="md">
        <PublicPage policy={policy} onDone={close} />
      </Over>
    </Page>
  );
}

function Actions({
  policy,
  onDo,
  onBeside,
  may,
}: {
  policy: PolicyInFull;
  onDo: (doing: Doing) => void;
  onBeside: (form: 'details' | 'public-page') => void;
  may: { write: boolean; manage: boolean };
}) {
  const { id, code, title, state, open, inForce } = policy;
  const retired = state === 'retired';
  return (
    <>
      {retired ? null : (
        <Button size="xs" renderRoot={(root) => <Link to="/policies/$id/edit" params={{ id }} {...root} />}>
          {may.write ? 'Write' : 'Comment'}
        </Button>
      )}
      {(['pdf', 'docx', 'markdown'] as const).map((format) => (
        <Download
          key={format}
          operation="policies.download"
          input={{ id, format }}
          fileName={`${code} ${title}.${format === 'markdown' ? 'md' : format}`}
          label={format === 'markdown' ? 'Markdown' : format.toUpperCase()}
          about={title}
          size="xs"
        />
      ))}
      {retired ? null : (
        <Menu position="bottom-end">
          <Menu.Target>
            <Button size="xs" variant="default" leftSection={<IconDots size={16} aria-hidden />}>
              More
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {may.manage ? <Menu.Item onClick={() => onBeside('details')}>Change details</Menu.Item> : null}
            {may.manage ? <Menu.Item onClick={() => onBeside('public-page')}>Public page</Menu.Item> : null}
            {may.write && open !== null ? (
              <Menu.Item onClick={() => onDo('withdraw')}>Withdraw version {open.number}</Menu.Item>
            ) : null}
            {inForce === null ? null : (
              <Menu.Item onClick={() => onDo('confirm')}>Confirm that it is reviewed</Menu.Item>
            )}
            {may.manage ? <Menu.Item onClick={() => onDo('retire')}>Retire it</Menu.Item> : null}
          </Menu.Dropdown>
        </Menu>
      )}
    </>
  );
}

/** Where it stands, and the one thing that is next. */
function Standing({ policy, onDo }: { policy: PolicyInFull; onDo: (doing: Doing) => void }) {
  const may = { write: useMay('policies.write'), manage: useMay('policies.manage') };
  const { state, owner, inForce, open, review, refused, unsubmitted, madeOwn, template, retired } = policy;
  const next = (doing: Doing, label: string) => (
    <Button size="compact-sm" onClick={() => onDo(doing)}>
      {label}
    </Button>
  );
  return (
    <Stack gap="sm">
      <Group gap="xs">
        <PolicyStateBadge policy={policy} />
        <ReviewBadge review={review} />
        <OutdatedBadge outdated={policy.outdated} />
        <PublicBadge policy={policy} />
        <Text size="sm" c="dimmed">
          {policy.code}. {policy.purpose} Owner: {owner?.name ?? 'nobody yet'}.{' '}
          {inForce === null ? '' : `Version ${inForce.number} holds since ${inForce.effectiveFrom}. `}
          {review === null ? '' : `To be reviewed by ${review.on}.`}
        </Text>
      </Group>
      {retired === null ? null : (
        <Note>
          Retired from {retired.on} on by {retired.by.name ?? 'somebody not known here'}: {retired.reason}
        </Note>
      )}
      {state === 'template' ? (
        <Note>
          This is the text of a template, filled from your scope. Read it, change what is not so, and then say in your
          name that it is what is done here. Until then nobody can hand it in.{' '}
          {may.write ? next('make-own', 'Make it our own') : null}
        </Note>
      ) : null}
      {open === null ? null : state === 'in-review' ? (
        <Note>
          Version {open.number} is in review: {open.approvals} of {open.quorum}{' '}
          {open.quorum === 1 ? 'approval' : 'approvals'}.{' '}
          {open.waitingForMe ? (
            <>
              It waits for you. {next('approve', 'Approve')}{' '}
              <Button size="compact-sm" variant="default" onClick={() => onDo('send-back')}>
                Send back
              </Button>
            </>
          ) : null}
        </Note>
      ) : (
        <Note>
          Version {open.number} is approved, and holds once it is published.{' '}
          {may.manage ? next('publish', 'Publish') : null}
        </Note>
      )}
      {state !== 'template' && state !== 'retired' && open === null && unsubmitted ? (
        refused === null ? (
          <Note>
            {policy.versions.length === 0
              ? 'The draft waits to be handed in.'
              : 'The draft says something else than the last version.'}{' '}
            {may.write ? next('submit', 'Hand in for approval') : null}
          </Note>
        ) : (
          <Warning>
            The draft cannot be handed in yet: {refused.message} {refused.action}
          </Warning>
        )
      ) : null}
      <Outdated policy={policy} onSubmit={may.write && !unsubmitted ? () => onDo('submit') : null} />
      {template !== null && madeOwn !== null && policy.versions.length === 0 ? (
        <Text size="xs" c="dimmed">
          The text of template {template} was made their own by {madeOwn.by.name ?? 'somebody not known here'}{' '}
          <Moment at={madeOwn.at} />.
        </Text>
      ) : null}
    </Stack>
  );
}

/** The version that waits, else the one in force, else the draft; or what changed since the version before. */
function CurrentText({ policy }: { policy: PolicyInFull }) {
  const { changes } = route.useSearch();
  const navigate = route.useNavigate();
  const { id, open, inForce, unsubmitted, outdated } = policy;
  const compares = inForce !== null && (open !== null || unsubmitted || outdated.length > 0);
  if (compares && changes !== undefined)
    return (
      <Stack gap="sm">
        <Group gap="sm">
          <Text size="sm" c="dimmed">
            From version {inForce.number}, in force, to {open === null ? 'the draft' : `version ${open.number}`}.
          </Text>
          <Choice on onToggle={() => void navigate({ search: (s) => ({ ...s, changes: undefined }), replace: true })}>
            What changed
          </Choice>
        </Group>
        <Changes id={id} from={inForce.number} to={open?.number} />
      </Stack>
    );
  return (
    <WholeText
      policy={policy}
      beside={
        compares ? (
          <Choice
            on={false}
            onToggle={() => void navigate({ search: (s) => ({ ...s, changes: 'shown' }), replace: true })}
          >
            What changed
          </Choice>
        ) : null
      }
    />
  );
}

function WholeText({ policy, beside }: { policy: PolicyInFull; beside: ReactNode }) {
  const { id, open, inForce } = policy;
  const number = open?.number ?? inForce?.number;
  const draft = number === undefined;
  const version = useOperation('policies.version', { id, number: number ?? 1 }, { enabled: !draft });
  const written = useOperation('policies.draft', { id }, { enabled: draft });
  const { error, refetch } = draft ? written : version;
  const blocks = draft ? written.data?.blocks : version.data?.blocks;
  return (
    <Stack gap="sm">
      <Group gap="sm">
        <Text size="sm" c="dimmed">
          {open !== null
            ? `Version ${open.number}, as it was handed in.`
            : inForce === null
              ? 'The draft, as it stands. Nothing is in force.'
              : `Version ${inForce.number}, in force since ${inForce.effectiveFrom}.`}
        </Text>
        {beside}
      </Group>
      {error === null ? null : <ErrorNotice error={error} retry={() => void refetch()} />}
      {blocks === undefined ? (
        error === null ? (
          <Waiting lines={12} />
        ) : null
      ) : blocks.length === 0 ? (
        <Empty title="Nothing is written yet." />
      ) : (
        <TextBlocks blocks={blocks} />
      )}
    </Stack>
  );
}

function Details({ policy }: { policy: PolicyInFull }) {
  const names = (people: readonly { name: string | null }[]): string =>
    people.length === 0 ? 'Nobody' : people.map(({ name }) => name ?? 'somebody not known here').join(', ');
  return (
    <Panel>
      <Facts
        facts={[
          ['Code', policy.code],
          ['Kind', policy.kind],
          ['Criteria', policy.satisfies.length === 0 ? 'None named' : policy.satisfies.join(', ')],
          ['Owner', policy.owner?.name ?? 'Nobody'],
          ['Approvers', names(policy.approvers)],
          ['Approvals that a version takes', String(policy.quorum)],
          ['Reviewed', policy.reviewCadence.replace('_', ' ')],
          [
            'Accepted by',
            policy.acceptedBy.length === 0
              ? 'Nobody has to accept it'
              : policy.acceptedBy.map((role) => roleTitles[role]).join(', '),
          ],
          [
            'Draft',
            <span key="draft">
              saved <Moment at={policy.draft.savedAt} /> by {policy.draft.savedBy.name ?? 'somebody not known here'};
              written by{' '}
              {names(policy.draft.authors).toLowerCase() === 'nobody'
                ? 'nobody since the last published version'
                : names(policy.draft.authors)}
            </span>,
          ],
        ]}
      />
    </Panel>
  );
}
