import { Button, Checkbox, Group, NumberInput, Select, Stack } from '@mantine/core';
import { useState } from 'react';
import type { Output } from '../../api/client.ts';
import { DateField } from '../../ui/date-field.tsx';
import { Over } from '../../ui/side.tsx';
import { isDateOrNone, itemsOf, withItem, type Tried, type TriedItem } from './what-if.ts';

type Roadmap = Output<'plan.roadmap'>;

interface Props {
  roadmap: Roadmap;
  tried: Tried;
  onChange: (part: Partial<Tried>) => void;
}

/** Another effort or other dates of one item, or the plan without it. */
export function TryItem(props: Props) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button size="xs" variant="default" onClick={() => setOpen(true)}>
        Try another item
      </Button>
      <Over opened={open} onClose={() => setOpen(false)} title="Try other work or dates of an item" size="md">
        <Fields {...props} onDone={() => setOpen(false)} />
      </Over>
    </>
  );
}

interface Draft {
  effort: number | string;
  notBefore: string;
  dueOn: string;
  without: boolean;
}

function Fields({ roadmap, tried, onChange, onDone }: Props & { onDone: () => void }) {
  const [id, setId] = useState<string | null>(null);
  const [{ effort, notBefore, dueOn, without }, setDraft] = useState<Draft>(empty);
  const change = (part: Partial<Draft>): void => setDraft((draft) => ({ ...draft, ...part }));
  const triedItems = itemsOf(tried);
  const choices = roadmap.titles.filter(
    (each) => each.state === 'open' || each.state === 'in-progress' || triedItems.some((item) => item.id === each.id),
  );
  const title = roadmap.titles.find((each) => each.id === id);
  const keep = (item: TriedItem): void => {
    onDone();
    onChange({ items: withItem(tried, item) });
  };

  function choose(value: string | null): void {
    const chosen = roadmap.titles.find((each) => each.id === value);
    setId(value);
    setDraft({
      effort: chosen?.effortDays ?? '',
      notBefore: chosen?.notBefore ?? '',
      dueOn: chosen?.dueOn ?? '',
      without: triedItems.some((item) => item.id === value && item.without === true),
    });
  }

  function tryIt(): void {
    if (title === undefined) return;
    const before = triedItems.find((item) => item.id === title.id) ?? { id: title.id };
    if (without) keep({ id: title.id, without: true });
    else {
      keep({
        id: title.id,
        // Only what differs is tried, or was tried before: the rest follows the record.
        ...(typeof effort === 'number' && (effort !== title.effortDays || before.effortDays !== undefined)
          ? { effortDays: effort }
          : {}),
        ...(notBefore !== (title.notBefore ?? '') || before.notBefore !== undefined
          ? { notBefore: notBefore === '' ? null : notBefore }
          : {}),
        ...(dueOn !== (title.dueOn ?? '') || before.dueOn !== undefined ? { dueOn: dueOn === '' ? null : dueOn } : {}),
      });
    }
  }

  return (
    <Stack gap="md">
      <Select
        label="Item"
        searchable
        data-autofocus
        data={choices.map((each) => ({ value: each.id, label: `${each.code} ${each.title}` }))}
        value={id}
        onChange={choose}
      />
      <Checkbox
        label="Without this item"
        description="As if it were dropped: what waits for it waits no longer."
        disabled={title === undefined}
        checked={without}
        onChange={(event) => change({ without: event.currentTarget.checked })}
      />
      <NumberInput
        label="Work left, in days of one person"
        min={0.5}
        step={0.5}
        disabled={title === undefined || without}
        value={effort}
        onChange={(value) => change({ effort: value })}
      />
      <DateField
        label="Not before"
        disabled={title === undefined || without}
        value={notBefore}
        onChange={(value) => change({ notBefore: value })}
      />
      <DateField
        label="Due"
        disabled={title === undefined || without}
        value={dueOn}
        onChange={(value) => change({ dueOn: value })}
      />
      <Group gap="xs">
        <Button disabled={title === undefined || !isDateOrNone(notBefore) || !isDateOrNone(dueOn)} onClick={tryIt}>
          Try it
        </Button>
        {id === null || !triedItems.some((item) => item.id === id) ? null : (
          <Button variant="default" onClick={() => keep({ id })}>
            As it is on record
          </Button>
        )}
      </Group>
    </Stack>
  );
}

const empty: Draft = { effort: '', notBefore: '', dueOn: '', without: false };
