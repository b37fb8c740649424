import { Button, Group, NumberInput, Select, Stack, Text, Textarea, TextInput } from '@mantine/core';
import type { CaptureLink, Engagement } from '@tickmark/core';
import { useState } from 'react';
import { fieldError, useOperation, useWrite } from '../../queries.ts';
import { DateField } from '../../ui/date-field.tsx';
import { Form } from '../../ui/form.tsx';
import { Note } from '../../ui/notices.tsx';
import { CopyIcon, Moment } from '../../ui/values.tsx';
import { firstAbout } from '../evidence/about-fields.tsx';
import { ControlsField } from '../evidence/controls-field.tsx';

interface Props {
  terms: Engagement['terms'] | null;
  /** A link that this one asks the same as. */
  like: CaptureLink | null;
  onDone: () => void;
}

/** Asks for one file, and shows the link that leads to it: once. */
export function MakeLink({ terms, like, onDone }: Props) {
  const first = firstAbout(terms);
  const [title, setTitle] = useState(like?.title ?? '');
  const [forWhom, setForWhom] = useState(like?.forWhom ?? '');
  const [instructions, setInstructions] = useState(like?.instructions ?? '');
  const [from, setFrom] = useState(like?.period.from ?? first.from);
  const [to, setTo] = useState(like?.period.to ?? first.to);
  const [controls, setControls] = useState<string[]>(like?.controls ?? []);
  const [renewOn, setRenewOn] = useState(like?.renewOn ?? '');
  const [supersedes, setSupersedes] = useState<string | null>(null);
  const [days, setDays] = useState<number | string>(7);
  const [maxMebibytes, setMax] = useState<number | string>(like === null ? 100 : like.maxBytes / 1024 / 1024);
  const earlier = useOperation('evidence.list', { newest: true, limit: 500, sort: 'title' });
  const write = useWrite('capture-links.create');

  if (write.data !== undefined) {
    const { captureLink, secret } = write.data;
    return <Made link={`${location.origin}/give#${secret}`} made={captureLink} onDone={onDone} />;
  }
  return (
    <Form
      submit="Make the link"
      busy={write.isPending}
      error={write.error}
      onSubmit={() =>
        write.mutate({
          title,
          forWhom,
          instructions: instructions.trim() === '' ? undefined : instructions,
          period: { from, to },
          controls,
          renewOn: renewOn === '' ? undefined : renewOn,
          supersedes: supersedes ?? undefined,
          days,
          maxMebibytes,
        })
      }
    >
      <TextInput
        label="What is asked for"
        description="The title of the evidence; shown to whoever has the link."
        placeholder="Visitor list of the office"
        required
        data-autofocus
        value={title}
        onChange={(event) => setTitle(event.currentTarget.value)}
        error={fieldError(write.error, 'title')}
      />
      <TextInput
        label="For whom"
        description="In words. Shown to them as well."
        placeholder="Greta at the front desk"
        required
        value={forWhom}
        onChange={(event) => setForWhom(event.currentTarget.value)}
        error={fieldError(write.error, 'forWhom')}
      />
      <Textarea
        label="Instructions"
        description="What the file is to show, in plain words."
        autosize
        minRows={3}
        value={instructions}
        onChange={(event) => setInstructions(event.currentTarget.value)}
        error={fieldError(write.error, 'instructions')}
      />
      <Group align="flex-start" gap="md">
        <DateField
          label="First day it speaks for"
          required
          value={from}
          onChange={setFrom}
          error={fieldError(write.error, 'period.from')}
        />
        <DateField
          label="Last day it speaks for"
          required
          value={to}
          onChange={setTo}
          error={fieldError(write.error, 'period.to')}
        />
      </Group>
      <ControlsField
        label="Controls it supports"
        value={controls}
        onChange={setControls}
        error={fieldError(write.error, 'controls')}
      />
      <Select
        label="Supersedes, once it is accepted"
        description="Evidence that the file is a newer version of. Not shown to whoever has the link."
        searchable
        clearable
        nothingFoundMessage="No such evidence"
        data={(earlier.data?.items ?? []).map(({ id, title: known }) => ({ value: id, label: known }))}
        value={supersedes}
        onChange={setSupersedes}
        error={fieldError(write.error, 'supersedes')}
      />
      <DateField
        label="Renew by"
        description="The day by which a newer version is wanted. Empty for what speaks of one time."
        value={renewOn}
        onChange={setRenewOn}
        error={fieldError(write.error, 'renewOn')}
      />
      <Group align="flex-start" gap="md" grow>
        <NumberInput
          label="Works for, in days"
          required
          min={1}
          max={30}
          allowDecimal={false}
          value={days}
          onChange={setDays}
          error={fieldError(write.error, 'days')}
        />
        <NumberInput
          label="Largest file, in MiB"
          required
          min={1}
          max={2048}
          allowDecimal={false}
          value={maxMebibytes}
          onChange={setMax}
          error={fieldError(write.error, 'maxMebibytes')}
        />
      </Group>
      <Note>The link takes one file. What comes through it is no evidence before somebody here accepts it.</Note>
    </Form>
  );
}

function Made({ link, made, onDone }: { link: string; made: CaptureLink; onDone: () => void }) {
  return (
    <Stack gap="sm">
      <Text size="sm">
        Hand this link to {made.forWhom}, by a way that only they can read: whoever has it can give the file. It works
        once, until <Moment at={made.expiresAt} />, and is not shown again. If it gets lost, withdraw it and make a new
        one.
      </Text>
      <TextInput
        label="Capture link"
        readOnly
        value={link}
        onFocus={(event) => event.currentTarget.select()}
        rightSection={<CopyIcon value={link} label="capture link" />}
      />
      <Button variant="default" style={{ alignSelf: 'flex-start' }} onClick={onDone}>
        Done
      </Button>
    </Stack>
  );
}
