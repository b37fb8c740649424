import { Button, Checkbox, Group, NumberInput, Select, Text } from '@mantine/core';
import type { PlanItem } from '@tickmark/core';
import { severities, severityTitles } from '@tickmark/core/readiness-words';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../../api.ts';
import { readAgain } from '../../api/read-again.ts';
import { fieldError, useWrite } from '../../queries.ts';
import { DateField } from '../../ui/date-field.tsx';
import { Form } from '../../ui/form.tsx';
import { quantity } from '../../ui/moment.ts';
import { sayError, sayWithUndo } from '../../ui/notices.tsx';
import { Over } from '../../ui/side.tsx';
import { nobody, PersonField } from './person-field.tsx';

/** As many as one call takes. */
const mostAtOnce = 200;

/** What can be done with all that is selected. */
export function Bulk({ chosen, onClear }: { chosen: readonly PlanItem[]; onClear: () => void }) {
  const [editing, setEditing] = useState(false);
  if (chosen.length === 0) return null;
  return (
    <Group gap="sm" component="section" aria-label="What is selected">
      <Text size="sm" fw={600} component="output">
        {quantity(chosen.length, 'item')} selected
      </Text>
      {chosen.length > mostAtOnce ? (
        <Text size="sm">At most {mostAtOnce} are changed at once.</Text>
      ) : (
        <Button variant="default" size="xs" onClick={() => setEditing(true)}>
          Change all of these
        </Button>
      )}
      <Button variant="subtle" color="gray" size="xs" onClick={onClear}>
        Clear
      </Button>
      <Over
        opened={editing}
        onClose={() => setEditing(false)}
        title={`Change ${quantity(chosen.length, 'item')}`}
        size="md"
      >
        <BulkForm
          items={chosen}
          onDone={() => {
            setEditing(false);
            onClear();
          }}
        />
      </Over>
    </Group>
  );
}

function BulkForm({ items, onDone }: { items: readonly PlanItem[]; onDone: () => void }) {
  const [owner, setOwner] = useState<string | null>(null);
  const [verifier, setVerifier] = useState<string | null>(null);
  const [severity, setSeverity] = useState<string | null>(null);
  const [effort, setEffort] = useState<number | null>(null);
  const [dueOn, setDueOn] = useState('');
  const [noDay, setNoDay] = useState(false);
  const [confirm, setConfirm] = useState(false);
  const write = useWrite('plan.update');
  const client = useQueryClient();
  const unsaid =
    owner === null && verifier === null && severity === null && effort === null && dueOn === '' && !noDay && !confirm;
  const fromCatalogue = items.filter(
    ({ effortDays, effortSource }) => effortDays !== null && effortSource === 'catalogue',
  ).length;
  /** Each as it was; those that were changed again meanwhile are left, and said. */
  const undo = (made: readonly PlanItem[]): void => {
    const before = new Map(items.map((item) => [item.id, item]));
    const back = made.map(({ id, revision }) => {
      const was = before.get(id);
      return call('plan.update', {
        items: [{ id, revision }],
        owner: was?.owner?.id ?? null,
        verifier: was?.verifier?.id ?? null,
        severity: was?.severity ?? null,
        effortDays: was?.effortDays ?? null,
        dueOn: was?.dueOn ?? null,
      });
    });
    void Promise.all(back)
      .catch(sayError)
      .finally(() => void readAgain(client));
  };
  return (
    <Form
      submit={`Change ${quantity(items.length, 'item')}`}
      busy={write.isPending}
      error={write.error}
      disabled={unsaid}
      onCancel={onDone}
      onSubmit={() =>
        write.mutate(
          {
            items: items.map(({ id, revision }) => ({ id, revision })),
            owner: owner === nobody ? null : (owner ?? undefined),
            verifier: verifier === nobody ? null : (verifier ?? undefined),
            severity: severities.find((each) => each === severity),
            effortDays: effort ?? undefined,
            dueOn: noDay ? null : dueOn === '' ? undefined : dueOn,
            confirmEffort: confirm,
          },
          {
            onSuccess: ({ items: made }) => {
              sayWithUndo(`${quantity(made.length, 'item')} changed.`, () => undo(made));
              onDone();
            },
          },
        )
      }
    >
      <Text size="sm">What is left empty stays as it is of each.</Text>
      <PersonField
        label="Owner"
        data-autofocus
        clearable
        first={[{ value: nobody, label: 'Nobody' }]}
        value={owner}
        onChange={setOwner}
        error={fieldError(write.error, 'owner')}
      />
      <PersonField
        label="Verifier"
        clearable
        first={[{ value: nobody, label: 'Nobody' }]}
        value={verifier}
        onChange={setVerifier}
        error={fieldError(write.error, 'verifier')}
      />
      <Select
        label="Severity"
        clearable
        placeholder="As it is"
        data={severities.map((value) => ({ value, label: severityTitles[value] }))}
        value={severity}
        onChange={setSeverity}
      />
      <NumberInput
        label="Work left, in days of one person"
        min={0.5}
        max={1000}
        step={0.5}
        value={effort ?? ''}
        onChange={(value) => setEffort(typeof value === 'number' ? value : null)}
        error={fieldError(write.error, 'effortDays')}
      />
      <DateField
        label="Due"
        disabled={noDay}
        value={noDay ? '' : dueOn}
        onChange={setDueOn}
        error={fieldError(write.error, 'dueOn')}
      />
      <Checkbox label="No day is set" checked={noDay} onChange={(event) => setNoDay(event.currentTarget.checked)} />
      {fromCatalogue === 0 ? null : (
        <Checkbox
          label={`Confirm the catalogue’s work of ${quantity(fromCatalogue, 'item')} as your own`}
          checked={confirm}
          onChange={(event) => setConfirm(event.currentTarget.checked)}
        />
      )}
    </Form>
  );
}
