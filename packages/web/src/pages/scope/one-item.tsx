import { Button, Select, Stack, Text, Textarea, Title } from '@mantine/core';
import type { ScopeItem } from '@tickmark/core';
import { fieldWords, scopeFields } from '@tickmark/core/scope-fields';
import { scopeKinds, scopeKindWords, type ScopeKind } from '@tickmark/core/scope-words';
import { useState } from 'react';
import { useOperation, useWrite } from '../../queries.ts';
import { useMay } from '../../shell/current.ts';
import { AsWritten } from '../../ui/as-written.tsx';
import { Form } from '../../ui/form.tsx';
import { Empty, ErrorNotice, Note, Warning } from '../../ui/notices.tsx';
import { Facts } from '../../ui/panel.tsx';
import { Side } from '../../ui/side.tsx';
import { Moment } from '../../ui/values.tsx';
import { Waiting } from '../../ui/waiting.tsx';
import { Receipt } from '../log/receipt.tsx';
import { FieldChanges } from './changes.tsx';
import { bodyOf, draftOf } from './draft.ts';
import { ItemForm } from './item-form.tsx';
import type { Whole } from './items.tsx';
import { capital } from './columns.tsx';
import classes from './scope.module.css';
import { TimingFields } from './timing-fields.tsx';
import { sentTiming, useSayWithUndo } from './writing.ts';

/** Something new: what it is, and then its fields. */
export function NewItem({
  engagementId,
  whole,
  kind: given,
  onDone,
}: {
  engagementId: string;
  whole: Whole;
  kind: ScopeKind | undefined;
  onDone: () => void;
}) {
  const [kind, setKind] = useState<ScopeKind>(given ?? 'service');
  return (
    <Stack gap="md">
      <Select
        label="What it is"
        allowDeselect={false}
        data={scopeKinds.map((each) => ({ value: each, label: scopeKindWords[each].many }))}
        value={kind}
        onChange={(next) => setKind(scopeKinds.find((each) => each === next) ?? kind)}
      />
      <Note>
        {scopeKindWords[kind].meaning} <em>Example: {scopeKindWords[kind].example}</em>
      </Note>
      <ItemForm key={kind} engagementId={engagementId} whole={whole} kind={kind} onDone={onDone} />
    </Stack>
  );
}

interface Props {
  engagementId: string;
  whole: Whole;
  id: string | undefined;
  onClose: () => void;
}

/** An item beside the page: what is missing in it, what is written of it, and what was. */
export function OneItem({ engagementId, whole, id, onClose }: Props) {
  const item = whole.items.find((each) => each.id === id);
  const title = item === undefined ? 'Item of the scope' : <AsWritten text={item.body.name} />;
  return (
    <Side opened={id !== undefined} onClose={onClose} size="lg" title={title}>
      {id === undefined ? null : item === undefined ? (
        <Stack gap="lg">
          <Empty title="It is not in this scope." example="It was removed, or belongs to another engagement." />
          <History engagementId={engagementId} id={id} />
        </Stack>
      ) : (
        <Item key={item.id} engagementId={engagementId} whole={whole} item={item} onClose={onClose} />
      )}
    </Side>
  );
}

function Item({ engagementId, whole, item, onClose }: Omit<Props, 'id'> & { item: ScopeItem }) {
  const mayManage = useMay('scope.manage');
  const [removing, setRemoving] = useState(false);
  const { kind } = item.body;
  return (
    <Stack gap="lg">
      <Text size="sm" c="dimmed">
        {capital(scopeKindWords[kind].one)}
        {item.standing === null ? '' : `. ${item.standing.words}`}
      </Text>
      <ItsHoles engagementId={engagementId} id={item.id} />
      {!mayManage ? (
        <Written item={item} whole={whole} />
      ) : removing ? (
        <RemoveForm
          engagementId={engagementId}
          whole={whole}
          item={item}
          onCancel={() => setRemoving(false)}
          onDone={onClose}
        />
      ) : (
        <>
          <ItemForm engagementId={engagementId} whole={whole} kind={kind} item={item} onDone={onClose} />
          <Button
            variant="subtle"
            color="gray"
            size="compact-sm"
            style={{ alignSelf: 'flex-start' }}
            onClick={() => setRemoving(true)}
          >
            Remove it from the scope
          </Button>
        </>
      )}
      <History engagementId={engagementId} id={item.id} />
      <Receipt entry={item.entryIndex} />
    </Stack>
  );
}

function ItsHoles({ engagementId, id }: { engagementId: string; id: string }) {
  const { data } = useOperation('scope.holes', { engagementId, item: id });
  if (data === undefined || data.total === 0) return null;
  return (
    <Warning>
      <ul className={classes.list} aria-label="What is missing">
        {data.items.map((hole) => (
          <li key={hole.id}>
            <strong>{hole.text}</strong> {hole.action}{' '}
            <Text span size="xs">
              {hole.why} ({hole.criterion})
            </Text>
          </li>
        ))}
      </ul>
    </Warning>
  );
}

/** For those who read alone. */
function Written({ item: { body }, whole }: { item: ScopeItem; whole: Whole }) {
  const names = new Map(whole.names.map(({ id, name }) => [id, name]));
  return (
    <Facts
      facts={scopeFields[body.kind].flatMap((field) => {
        const words = fieldWords(field, body, names);
        return words === null
          ? []
          : [
              [
                field.title,
                <span key={field.name} style={{ whiteSpace: 'pre-line' }}>
                  <AsWritten text={words} />
                </span>,
              ] as const,
            ];
      })}
    />
  );
}

interface RemoveProps {
  engagementId: string;
  whole: Whole;
  item: ScopeItem;
  onCancel: () => void;
  onDone: () => void;
}

function RemoveForm({ engagementId, whole: { period, timing, onTiming }, item, onCancel, onDone }: RemoveProps) {
  const [reason, setReason] = useState('');
  const write = useWrite('scope.remove');
  const sayUndo = useSayWithUndo(engagementId);
  const { body } = item;
  return (
    <Form
      submit="Remove it"
      busy={write.isPending}
      error={write.error}
      onCancel={onCancel}
      onSubmit={() => {
        const sent = { reason, ...sentTiming(period, timing) };
        write.mutate(
          { engagementId, items: [{ id: item.id, after: item.version }], ...sent },
          {
            onSuccess: ({ removed }) => {
              const back = removed.map(({ id, version }) => ({
                id,
                after: version,
                body: bodyOf(body.kind, draftOf(body)),
              }));
              sayUndo(`“${body.name}” removed. What was written of it stays on record.`, back, sent);
              onDone();
            },
          },
        );
      }}
    >
      <Text size="sm">
        What was written of it stays on record. Where other items name it, that is shown as a hole. Something that
        exists and is only not examined is not removed: say that it is out of scope.
      </Text>
      {period.begun ? (
        <TimingFields period={period} timing={timing} onChange={onTiming} error={write.error} />
      ) : (
        <Textarea
          label="Why"
          required
          autosize
          data-autofocus
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
      )}
    </Form>
  );
}

/** Every version, newest first, and what each changed. */
function History({ engagementId, id }: { engagementId: string; id: string }) {
  const { data, error, refetch } = useOperation('scope.history', { engagementId, id });
  if (error !== null) return <ErrorNotice error={error} retry={() => void refetch()} />;
  if (data === undefined) return <Waiting lines={2} />;
  return (
    <section>
      <Title order={3} size="h5" mb={4}>
        What stays on record
      </Title>
      <ol className={classes.list} reversed>
        {data.items.map(({ version, removed, at, by, effectiveFrom, reason, fields }) => (
          <li key={version}>
            <Text size="sm" component="div">
              {removed ? 'Removed' : version === 1 ? 'Written down' : 'Changed'} <Moment at={at} /> by{' '}
              {by.name ?? 'nobody known here'}
              {effectiveFrom === null ? '' : `, so since ${effectiveFrom}`}
            </Text>
            {reason === null ? null : (
              <Text size="sm" style={{ whiteSpace: 'pre-line' }}>
                <AsWritten text={reason} />
              </Text>
            )}
            {version === 1 || removed ? null : <FieldChanges fields={fields} />}
          </li>
        ))}
      </ol>
    </section>
  );
}
