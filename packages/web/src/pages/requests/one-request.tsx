import { Button, Group, Stack, Text, Title } from '@mantine/core';
import { IconPencil, IconSend } from '@tabler/icons-react';
import type { AuditRequestInFull } from '@tickmark/core';
import { requestKindTitles, requestPhaseTitles } from '@tickmark/core/request-words';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useMay } from '../../shell/current.ts';
import { AsWritten } from '../../ui/as-written.tsx';
import { quantity } from '../../ui/moment.ts';
import { Facts } from '../../ui/panel.tsx';
import { Over } from '../../ui/side.tsx';
import { StateBadge } from '../../ui/state-badge.tsx';
import { Term } from '../../ui/term.tsx';
import { Moment } from '../../ui/values.tsx';
import { ControlLinks } from '../controls/control-links.tsx';
import { Receipt } from '../log/receipt.tsx';
import { ReopenForm, SubmitForm, SupersedeForm } from './answer-forms.tsx';
import { Assign } from './assign.tsx';
import { EditRequest } from './edit-request.tsx';
import { History } from './history.tsx';
import { Linked } from './linked-evidence.tsx';
import classes from './requests.module.css';

interface Props {
  request: AuditRequestInFull;
  /** It is off the list. */
  onGone: () => void;
}

/** A request with its answer, and what may be done with it. */
export function OneRequest({ request, onGone }: Props) {
  const [editing, setEditing] = useState(false);
  if (editing) return <EditRequest request={request} onDone={() => setEditing(false)} />;
  const { submitted, supersededBy } = request;
  return (
    <Stack gap="lg">
      <Group gap="xs">
        <StateBadge state={`request-${request.state}`} />
        {request.overdue ? <StateBadge state="request-overdue" /> : null}
      </Group>
      <Facts
        facts={[
          ...(submitted === null
            ? []
            : [
                [
                  'Submitted',
                  <span key="s">
                    <Moment at={submitted.at} /> by {submitted.by.name ?? 'nobody known here'}
                  </span>,
                ] as const,
              ]),
          ...(submitted === null || submitted.answer === null
            ? []
            : [
                [
                  'Answer',
                  <span key="a" style={{ whiteSpace: 'pre-line' }}>
                    <AsWritten text={submitted.answer} />
                  </span>,
                ] as const,
              ]),
          ...(supersededBy === null
            ? []
            : [
                [
                  'Superseded by',
                  <Link key="b" to="/requests" search={{ open: supersededBy.id }} className="tm-link">
                    <AsWritten text={`${supersededBy.code} ${supersededBy.title}`} />
                  </Link>,
                ] as const,
              ]),
          ['Owner', request.owner === null ? 'Nobody' : (request.owner.name ?? 'Nobody known here')],
          ['Due', request.dueOn ?? 'No day set'],
          ['Area', <AsWritten key="ar" text={request.area} />],
          ['Kind', `${requestKindTitles[request.kind]}, ${requestPhaseTitles[request.phase].toLowerCase()}`],
          [
            <Term key="ct" id="completeness">
              Completeness and accuracy
            </Term>,
            request.needsCompletenessAccuracy ? 'To be shown' : 'Not asked for',
          ],
          ['Controls', <ControlLinks key="c" codes={request.controls} />],
          ['Engagement', <AsWritten key="e" text={request.engagement.title} />],
          ...(request.note === null
            ? []
            : [
                [
                  'Note',
                  <span key="n" style={{ whiteSpace: 'pre-line' }}>
                    <AsWritten text={request.note} />
                  </span>,
                ] as const,
              ]),
        ]}
      />
      <Actions request={request} onEdit={() => setEditing(true)} onGone={onGone} />
      <Linked request={request} />
      <Populations request={request} />
      <History steps={request.steps} />
      <Receipt entry={request.entryIndex} />
    </Stack>
  );
}

type Doing = 'submit' | 'reopen' | 'supersede';

const doings: Record<Doing, string> = { submit: 'Submit', reopen: 'Reopen', supersede: 'Supersede' };

function Actions({ request, onEdit, onGone }: Props & { onEdit: () => void }) {
  const mayAnswer = useMay('requests.answer');
  const mayManage = useMay('requests.manage');
  const [doing, setDoing] = useState<Doing | null>(null);
  const [last, setLast] = useState<Doing>('submit');
  const begin = (what: Doing): void => {
    setLast(what);
    setDoing(what);
  };
  const done = (): void => setDoing(null);
  const isOpen = request.state === 'draft' || request.state === 'in-progress';
  if (!mayAnswer) return null;
  return (
    <Group gap="xs">
      {isOpen ? (
        <Button leftSection={<IconSend size={16} aria-hidden />} size="xs" onClick={() => begin('submit')}>
          Submit
        </Button>
      ) : (
        <Button variant="default" size="xs" onClick={() => begin('reopen')}>
          Reopen
        </Button>
      )}
      {mayManage && isOpen ? (
        <>
          <Assign requests={[request]} onGone={onGone} />
          <Button variant="default" size="xs" leftSection={<IconPencil size={15} aria-hidden />} onClick={onEdit}>
            Edit
          </Button>
        </>
      ) : null}
      {mayManage && request.state !== 'superseded' ? (
        <Button variant="default" size="xs" onClick={() => begin('supersede')}>
          Supersede
        </Button>
      ) : null}
      <Over opened={doing !== null} onClose={done} title={`${doings[last]} ${request.code}`} size="md">
        {last === 'submit' ? <SubmitForm request={request} onDone={done} /> : null}
        {last === 'reopen' ? <ReopenForm request={request} onDone={done} /> : null}
        {last === 'supersede' ? <SupersedeForm request={request} onDone={done} /> : null}
      </Over>
    </Group>
  );
}

/** Frozen populations that fit; looked at here, and handed over from their own page. */
function Populations({ request: { kind, populations } }: { request: AuditRequestInFull }) {
  if (kind !== 'population') return null;
  return (
    <section>
      <Title order={3} size="h5" mb={4}>
        Populations that fit
      </Title>
      {populations.length === 0 ? (
        <Text size="sm">
          None of the populations frozen in this engagement belongs to its controls.{' '}
          <Link to="/populations" className="tm-link">
            Open the populations
          </Link>
        </Text>
      ) : (
        <ul className={classes.list}>
          {populations.map(({ id, kind: of, name, rows, interim }) => (
            <li key={id}>
              <Group gap="xs">
                <Link to="/populations/$id" params={{ id }} className="tm-link">
                  <AsWritten text={name} />
                </Link>
                <Text size="xs" c="dimmed">
                  {of}, {quantity(rows, 'row')}
                </Text>
                {interim ? <StateBadge state="interim" /> : null}
              </Group>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
