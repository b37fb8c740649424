import { Button, Group, Stack, Text } from '@mantine/core';
import { IconPencil } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Output } from '../../api/client.ts';
import { sessionQuery, useWrite } from '../../queries.ts';
import { useMay } from '../../shell/current.ts';
import { AsWritten } from '../../ui/as-written.tsx';
import { Form } from '../../ui/form.tsx';
import { quantity } from '../../ui/moment.ts';
import { say } from '../../ui/notices.tsx';
import { Facts } from '../../ui/panel.tsx';
import { Moment } from '../../ui/values.tsx';
import { ControlLinks } from '../controls/control-links.tsx';
import { Receipt } from '../log/receipt.tsx';
import { Attached } from './attached.tsx';
import { History } from './history.tsx';
import { given, ItemFields, saidOf, type Said } from './item-fields.tsx';
import { MoveForms, type Doing } from './move-forms.tsx';
import { takesWords, useMove } from './moving.ts';
import { PlanStateBadge, Remarks, SeverityBadge } from './plan-state.tsx';

type Item = Output<'plan.get'>;

/** Everything of an item, and what may be done with it. */
export function OneItem({ item }: { item: Item }) {
  const [editing, setEditing] = useState(false);
  if (editing) return <EditItem item={item} onDone={() => setEditing(false)} />;
  const text = (words: string | null, otherwise: string) =>
    words === null ? (
      otherwise
    ) : (
      <span style={{ whiteSpace: 'pre-line' }}>
        <AsWritten text={words} />
      </span>
    );
  const person = (of: Item['owner']): string => (of === null ? 'Nobody' : (of.name ?? 'Nobody known here'));
  return (
    <Stack gap="lg">
      <Group gap="xs">
        <PlanStateBadge state={item.state} />
        <SeverityBadge severity={item.severity} />
        <Remarks item={item} />
      </Group>
      <Actions item={item} onEdit={() => setEditing(true)} />
      <Facts
        facts={[
          ['What is to be done', text(item.description, 'Nobody said')],
          ...(item.acceptance === null
            ? []
            : [
                [
                  'Risk accepted',
                  <span key="a">
                    by {person(item.acceptance.by)} until {item.acceptance.until}
                    {item.acceptance.expired ? ', which has passed' : ''}: <AsWritten text={item.acceptance.reason} />
                  </span>,
                ] as const,
              ]),
          ...(item.acceptance !== null || item.note === null || item.movedAt === null
            ? []
            : [
                [
                  'Last note',
                  <span key="n">
                    <AsWritten text={item.note} /> ({person(item.movedBy)}, <Moment at={item.movedAt} />)
                  </span>,
                ] as const,
              ]),
          ['Owner', person(item.owner)],
          ['Deputy', person(item.deputy)],
          ['Verifier', item.verifier === null ? 'Nobody named: anybody but the owner' : person(item.verifier)],
          [
            'Work left',
            item.effortDays === null
              ? 'Not known'
              : `${quantity(item.effortDays, 'day')} of one person${item.effortSource === 'catalogue' ? ', by the catalogue; nobody has confirmed it' : ''}`,
          ],
          ['Not before', item.notBefore ?? 'No day set'],
          ['Due', item.dueOn ?? 'No day set'],
          ['Waits for', item.after.length === 0 ? 'Nothing' : <Others key="w" items={item.after} />],
          ...(item.followers.length === 0
            ? []
            : [['Waits for this', <Others key="f" items={item.followers} />] as const]),
          ['Deliverable', text(item.deliverable, 'Nobody said')],
          ['Evidence of done', text(item.evidenceOfDone, 'Nobody said what will show it')],
          ...(item.gap === null
            ? []
            : [
                [
                  'From the gap',
                  <span key="g">
                    {item.gap.id} of{' '}
                    <Link to="/readiness" search={{ question: item.gap.question }} className="tm-link">
                      {item.gap.question}
                    </Link>
                    , answer {item.gap.answerVersion}
                    {item.gap.now.answerVersion === null || item.gap.now.answerVersion === item.gap.answerVersion
                      ? ''
                      : `; the newest answer is ${item.gap.now.answerVersion}, which tells of ${item.gap.now.gap ?? 'no gap'}`}
                  </span>,
                ] as const,
              ]),
          ['Criteria', item.criteria.length === 0 ? 'None named' : item.criteria.join(', ')],
          ['Controls', <ControlLinks key="c" codes={item.controls} />],
        ]}
      />
      <Attached item={item} />
      <History history={item.history} />
      <Receipt entry={item.entryIndex} />
    </Stack>
  );
}

function Others({ items }: { items: readonly { id: string; code: string; title: string; lagDays?: number }[] }) {
  return (
    <Stack gap={2}>
      {items.map(({ id, code, title, lagDays = 0 }) => (
        <Link key={id} to="/plan" search={{ open: id }} className="tm-link">
          <AsWritten text={`${code} ${title}`} />
          {lagDays === 0 ? '' : `, and ${quantity(lagDays, 'working day')} after it`}
        </Link>
      ))}
    </Stack>
  );
}

/** What this person may do with it in the state it is in; the server decides again. */
function Actions({ item, onEdit }: { item: Item; onEdit: () => void }) {
  const { data: session } = useQuery(sessionQuery);
  const mayManage = useMay('plan.manage');
  const mayWork = useMay('plan.work');
  const mayAccept = useMay('plan.accept');
  const [doing, setDoing] = useState<Doing | null>(null);
  const { move, isPending } = useMove();
  const me = session?.user.id;
  const mine = mayManage || (mayWork && (item.owner?.id === me || item.deputy?.id === me));
  const left = item.state === 'open' || item.state === 'in-progress';
  const mayVerify =
    item.state === 'done' &&
    mayWork &&
    item.owner?.id !== me &&
    item.movedBy?.id !== me &&
    (item.verifier === null || item.verifier.id === me || mayManage);
  const form = (label: string, what: Doing, primary = false) => (
    <Button key={what} size="xs" variant={primary ? 'filled' : 'default'} onClick={() => setDoing(what)}>
      {label}
    </Button>
  );
  const buttons = [
    mine && item.state === 'open' ? (
      <Button key="begin" size="xs" loading={isPending} onClick={() => move(item, 'in-progress')}>
        Begin
      </Button>
    ) : null,
    mine && left ? (
      takesWords(item, 'done') ? (
        form('Done', 'done', item.state === 'in-progress')
      ) : (
        <Button key="done" size="xs" loading={isPending} onClick={() => move(item, 'done')}>
          Done
        </Button>
      )
    ) : null,
    mayVerify ? form('Verify', 'verified', true) : null,
    mayVerify ? form('Send back', 'sent-back') : null,
    mine && !left ? form('Take up again', 'reopen') : null,
    mine && (left || item.state === 'done') ? (
      <Button
        key="edit"
        variant="default"
        size="xs"
        leftSection={<IconPencil size={15} aria-hidden />}
        disabled={item.state === 'done' && !mayManage}
        onClick={onEdit}
      >
        Edit
      </Button>
    ) : null,
    mayAccept && left ? form('Accept the risk', 'accept') : null,
    mayManage && left ? form('Drop', 'drop') : null,
  ].filter((each) => each !== null);
  if (buttons.length === 0) return null;
  return (
    <Group gap="xs">
      {buttons}
      {item.state === 'done' && !mayVerify && mayWork ? (
        <Text size="sm" c="dimmed">
          Somebody else verifies it.
        </Text>
      ) : null}
      <MoveForms item={item} doing={doing} onClose={() => setDoing(null)} />
    </Group>
  );
}

/** What of an item was said otherwise; what it says already is not sent. */
function changedPart(item: Item, said: Said): Partial<ReturnType<typeof given>> {
  const [before, after] = [given(saidOf(item)), given(said)];
  return Object.fromEntries(
    Object.entries(after).filter(
      ([name, value]) => JSON.stringify(value) !== JSON.stringify(before[name as keyof typeof before]),
    ),
  );
}

function EditItem({ item, onDone }: { item: Item; onDone: () => void }) {
  const mayManage = useMay('plan.manage');
  const [said, setSaid] = useState<Said>(saidOf(item));
  // What was looked at when the form opened: whoever changes it meanwhile is not written over.
  const [revision] = useState(item.revision);
  const write = useWrite('plan.update');
  const part = changedPart(item, said);
  return (
    <Form
      submit="Change the item"
      busy={write.isPending}
      error={write.error}
      disabled={Object.keys(part).length === 0 || said.title.trim() === ''}
      onCancel={onDone}
      onSubmit={() =>
        write.mutate(
          { items: [{ id: item.id, revision }], ...part },
          {
            onSuccess: () => {
              say(`${item.code} is changed.`);
              onDone();
            },
          },
        )
      }
    >
      {item.state === 'done' ? (
        <Text size="sm">
          It is said to be done: only the verifier and what shows it can be changed. Take it up again to change more.
        </Text>
      ) : null}
      <ItemFields
        said={said}
        onChange={(more) => setSaid({ ...said, ...more })}
        engagementId={item.engagementId}
        item={item}
        own={!mayManage}
        error={write.error}
      />
    </Form>
  );
}
