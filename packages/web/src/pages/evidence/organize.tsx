import { Button, Checkbox, Group, MultiSelect, Stack, Text } from '@mantine/core';
import { IconCalendar, IconListCheck, IconShieldCheck, IconTag } from '@tabler/icons-react';
import type { Evidence, EvidenceInFull } from '@tickmark/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../../api.ts';
import { readAgain } from '../../api/read-again.ts';
import { fieldError, useWrite } from '../../queries.ts';
import { useMay } from '../../shell/current.ts';
import { DateField } from '../../ui/date-field.tsx';
import { Form } from '../../ui/form.tsx';
import { sayError, sayWithUndo } from '../../ui/notices.tsx';
import { Over } from '../../ui/side.tsx';
import { pieces as counted, reversed } from './changes.ts';
import { ControlsField } from './controls-field.tsx';
import { RequestsForm } from './requests-form.tsx';
import { TagsField } from './tags-field.tsx';

type What = 'tags' | 'controls' | 'requests' | 'renewal';

/** Ways to change what is said of pieces after they were sealed, all of them at once. */
export function Organize({
  pieces,
  linked = [],
}: {
  pieces: readonly Evidence[];
  linked?: EvidenceInFull['requests'];
}) {
  const [what, setWhat] = useState<What | null>(null);
  const [last, setLast] = useState<What>('tags');
  const mayLink = useMay('requests.answer') && pieces.every(counts);
  const open = (next: What) => {
    setLast(next);
    setWhat(next);
  };
  const done = () => setWhat(null);
  const of = pieces.length === 1 ? (pieces[0]?.title ?? '') : counted(pieces.length);
  return (
    <>
      <Group gap="xs">
        <Text size="sm">Change</Text>
        <Button
          variant="default"
          size="xs"
          leftSection={<IconTag size={15} aria-hidden />}
          onClick={() => open('tags')}
        >
          Tags
        </Button>
        <Button
          variant="default"
          size="xs"
          leftSection={<IconShieldCheck size={15} aria-hidden />}
          onClick={() => open('controls')}
        >
          Controls
        </Button>
        {mayLink ? (
          <Button
            variant="default"
            size="xs"
            leftSection={<IconListCheck size={15} aria-hidden />}
            onClick={() => open('requests')}
          >
            Requests
          </Button>
        ) : null}
        {pieces.some(({ supersededBy }) => supersededBy !== null) ? null : (
          <Button
            variant="default"
            size="xs"
            leftSection={<IconCalendar size={15} aria-hidden />}
            onClick={() => open('renewal')}
          >
            Renewal
          </Button>
        )}
      </Group>
      <Over opened={what !== null} onClose={() => setWhat(null)} title={`${titles[last]} of ${of}`} size="md">
        {last === 'tags' ? <TagForm pieces={pieces} onDone={done} /> : null}
        {last === 'controls' ? <ControlsForm pieces={pieces} onDone={done} /> : null}
        {last === 'requests' ? <RequestsForm pieces={pieces} linked={linked} onDone={done} /> : null}
        {last === 'renewal' ? <RenewalForm pieces={pieces} onDone={done} /> : null}
      </Over>
    </>
  );
}

const titles: Record<What, string> = {
  tags: 'Tags',
  controls: 'Controls',
  requests: 'Requests',
  renewal: 'Renewal',
};

/** Only evidence is linked, and only with its file. */
function counts({ given, deleted }: Evidence): boolean {
  return deleted === null && (given === null || given.state === 'accepted');
}

interface FormProps {
  pieces: readonly Evidence[];
  onDone: () => void;
}

/** Says what was done with a way back, which goes through the same operations and leaves entries of its own. */
function useUndo() {
  const client = useQueryClient();
  return (message: string, back: () => Promise<unknown>[]) =>
    sayWithUndo(message, () => {
      void Promise.all(back())
        .catch(sayError)
        .finally(() => void readAgain(client));
    });
}

function TagForm({ pieces, onDone }: FormProps) {
  const [add, setAdd] = useState<string[]>([]);
  const [remove, setRemove] = useState<string[]>([]);
  const write = useWrite('evidence.tag');
  const said = useUndo();
  return (
    <Form
      submit="Change tags"
      busy={write.isPending}
      error={write.error}
      onCancel={onDone}
      onSubmit={() =>
        write.mutate(
          { ids: pieces.map(({ id }) => id), add, remove },
          {
            onSuccess: ({ items }) => {
              said(`Tags changed on ${counted(items.length)}.`, () =>
                reversed(items).map((change) => call('evidence.tag', change)),
              );
              onDone();
            },
          },
        )
      }
    >
      <TagsField label="Add tags" data-autofocus value={add} onChange={setAdd} error={fieldError(write.error, 'add')} />
      <TakeAway label="Take tags away" among={pieces.flatMap(({ tags }) => tags)} value={remove} onChange={setRemove} />
    </Form>
  );
}

function ControlsForm({ pieces, onDone }: FormProps) {
  const [add, setAdd] = useState<string[]>([]);
  const [remove, setRemove] = useState<string[]>([]);
  const write = useWrite('evidence.assign');
  const said = useUndo();
  return (
    <Form
      submit="Change controls"
      busy={write.isPending}
      error={write.error}
      disabled={add.length + remove.length === 0}
      onCancel={onDone}
      onSubmit={() =>
        write.mutate(
          { ids: pieces.map(({ id }) => id), add, remove },
          {
            onSuccess: ({ items }) => {
              said(`Controls changed on ${counted(items.length)}.`, () =>
                reversed(items).map((change) => call('evidence.assign', change)),
              );
              onDone();
            },
          },
        )
      }
    >
      <Text size="sm">The evidence log gets one entry, which seals each piece with its controls as they are then.</Text>
      <ControlsField
        label="Add controls"
        data-autofocus
        value={add}
        onChange={setAdd}
        error={fieldError(write.error, 'add')}
      />
      <TakeAway
        label="Take controls away"
        among={pieces.flatMap(({ controls }) => controls)}
        value={remove}
        onChange={setRemove}
      />
    </Form>
  );
}

/** Only what one of the pieces has can be taken away. */
function TakeAway(props: { label: string; among: string[]; value: string[]; onChange: (value: string[]) => void }) {
  const { label, among, value, onChange } = props;
  if (among.length === 0) return null;
  return (
    <MultiSelect label={label} searchable data={[...new Set(among)].toSorted()} value={value} onChange={onChange} />
  );
}

function RenewalForm({ pieces, onDone }: FormProps) {
  const [renewOn, setRenewOn] = useState(pieces.length === 1 ? (pieces[0]?.renewOn ?? '') : '');
  const [none, setNone] = useState(false);
  const write = useWrite('evidence.renew-by');
  const said = useUndo();
  return (
    <Form
      submit="Set the day"
      busy={write.isPending}
      error={write.error}
      disabled={!none && renewOn === ''}
      onCancel={onDone}
      onSubmit={() =>
        write.mutate(
          { ids: pieces.map(({ id }) => id), renewOn: none ? null : renewOn },
          {
            onSuccess: ({ items }) => {
              const alike = Map.groupBy(items, ({ before }) => before);
              said(`Renewal changed on ${counted(items.length)}.`, () =>
                [...alike].map(([before, own]) =>
                  call('evidence.renew-by', { ids: own.map(({ id }) => id), renewOn: before }),
                ),
              );
              onDone();
            },
          },
        )
      }
    >
      <Stack gap="sm">
        <DateField
          label="Renew by"
          description="The day by which a newer version is wanted."
          data-autofocus
          disabled={none}
          value={none ? '' : renewOn}
          onChange={setRenewOn}
          error={fieldError(write.error, 'renewOn')}
        />
        <Checkbox
          label="No newer version is wanted"
          checked={none}
          onChange={(event) => setNone(event.currentTarget.checked)}
        />
      </Stack>
    </Form>
  );
}
