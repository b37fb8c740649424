import { Button, Group, Select, Stack, Text, TextInput } from '@mantine/core';
import type { Engagement, SincePoint } from '@tickmark/core';
import { useState } from 'react';
import { useOperation } from '../../../queries.ts';
import { DateField } from '../../../ui/date-field.tsx';
import { count, utc } from '../../../ui/moment.ts';
import { Panel } from '../../../ui/panel.tsx';
import { FileDrop } from '../../populations/file-drop.tsx';
import { heldText } from './held-file.ts';

/** A file that somebody kept, and its text. */
export interface Held {
  file: File;
  text: string;
}

interface Props {
  engagement: Engagement | null;
  since: string | undefined;
  /** As the server understood it; undefined until it has answered. */
  point: SincePoint | undefined;
  held: Held | null;
  onSince: (since: string) => void;
  onHeld: (held: Held) => void;
}

/** Where to look back from: what was marked, a bundle, a day, an entry, or a file that was kept. */
export function Since({ engagement, since, point, held, onSince, onHeld }: Props) {
  const bundles = useOperation('bundles.list', {
    engagementId: engagement?.id,
    sort: '-createdAt',
    limit: 100,
  });
  const seen = useOperation('log.seen', { engagementId: engagement?.id ?? '' }, { enabled: engagement !== null });
  const [fault, setFault] = useState<string | null>(null);
  const mark = seen.data?.seen ?? null;
  const choices = [
    ...(engagement === null
      ? []
      : [
          {
            value: 'seen',
            label: mark === null ? 'What I have seen: nothing yet' : `What I marked as seen on ${utc(mark.at)} UTC`,
          },
        ]),
    ...(bundles.data?.items ?? []).map(({ id, createdAt, entryIndex }) => ({
      value: `bundle:${id}`,
      label: `Bundle of ${utc(createdAt)} UTC, up to entry ${count(entryIndex)}`,
    })),
    { value: 'beginning', label: 'The beginning' },
  ];
  const chosen = held !== null ? null : (since ?? (engagement === null ? 'beginning' : 'seen'));

  async function take(file: File): Promise<void> {
    setFault(null);
    try {
      onHeld({ file, text: await heldText(file) });
    } catch (error) {
      setFault(`${file.name} can’t be used. ${error instanceof Error ? error.message : ''}`);
    }
  }

  return (
    <Panel>
      <Stack gap="md">
        <Group gap="md" align="flex-end">
          <Select
            label="Since"
            data={choices}
            value={choices.some(({ value }) => value === chosen) ? chosen : null}
            placeholder={held !== null ? 'The file you gave' : 'A day or an entry'}
            allowDeselect={false}
            onChange={(value) => {
              if (value !== null) onSince(value);
            }}
            w={380}
            maw="100%"
          />
          <OneValue
            key={`date ${since ?? ''}`}
            value={valueOf(since, 'date:')}
            onGo={(day) => onSince(`date:${day}`)}
            kind="date"
          />
          <OneValue
            key={`entry ${since ?? ''}`}
            value={valueOf(since, 'entry:')}
            onGo={(entry) => onSince(`entry:${entry}`)}
            kind="entry"
          />
        </Group>
        <FileDrop
          file={held?.file ?? null}
          name="File you kept"
          what="a checkpoint, a proof or a bundle that you kept"
          hint="It stays on this computer; only its checkpoint is compared with this log."
          onFile={(file) => void take(file)}
        />
        {fault === null ? null : (
          <Text size="sm" c="red" role="alert">
            {fault}
          </Text>
        )}
        {point === undefined ? null : (
          <Text size="sm" c="dimmed" component="output">
            {point.size === 0
              ? 'Everything that the log tells is shown.'
              : `Shown is what came after entry ${count(point.size - 1)}${point.at === null ? '' : ` of ${utc(point.at)} UTC`}.`}
          </Text>
        )}
      </Stack>
    </Panel>
  );
}

function valueOf(since: string | undefined, prefix: string): string {
  return since?.startsWith(prefix) === true ? since.slice(prefix.length) : '';
}

/** A day or the number of an entry, taken with Enter or its button. */
function OneValue({ value, onGo, kind }: { value: string; onGo: (value: string) => void; kind: 'date' | 'entry' }) {
  const [typed, setTyped] = useState(value);
  const usable = (kind === 'date' ? /^\d{4}-\d\d-\d\d$/ : /^\d{1,15}$/).test(typed);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (usable) onGo(kind === 'date' ? typed : String(Number(typed)));
      }}
    >
      <Group gap={6} align="flex-end" wrap="nowrap">
        {kind === 'date' ? (
          <DateField label="or since a day" value={typed} onChange={setTyped} w={150} />
        ) : (
          <TextInput
            label="or after entry"
            inputMode="numeric"
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value.trim())}
            w={110}
          />
        )}
        <Button
          type="submit"
          variant="default"
          disabled={!usable}
          aria-label={kind === 'date' ? 'Show since this day' : 'Show after this entry'}
        >
          Show
        </Button>
      </Group>
    </form>
  );
}
