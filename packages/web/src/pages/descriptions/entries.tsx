import { Button, Group, Stack, Text, TextInput } from '@mantine/core';
import type { DescriptionPoint } from '@tickmark/core';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import lists from '../../ui/list.module.css';
import { Form } from '../../ui/form.tsx';
import { sayWithUndo } from '../../ui/notices.tsx';
import { OpensForm } from '../../ui/opens-form.tsx';
import { Panel } from '../../ui/panel.tsx';
import classes from './descriptions.module.css';

interface Props<Entry extends { id: string }> {
  label: string;
  items: readonly Entry[];
  titleOf: (entry: Entry) => string;
  /** When it was, in a line. */
  said: (entry: Entry) => string;
  points: readonly DescriptionPoint[];
  /** Id of the one whose fields are shown. */
  opened: string | undefined;
  onOpen: (id: string | undefined) => void;
  /** Puts one in, or takes it out. */
  onPut: (change: (before: Entry[]) => Entry[]) => void;
  make: (title: string) => Entry;
  add: { button: string; field: string };
  renderFields: (entry: Entry, change: (part: Partial<Entry>) => void) => ReactNode;
}

/** Things that people tell one by one: each opens to its fields, and what is taken out can be put back. */
export function Entries<Entry extends { id: string }>(props: Props<Entry>) {
  const { label, items, titleOf, said, points, opened, onOpen, onPut, make, add, renderFields } = props;
  const takeOut = (entry: Entry): void => {
    const at = items.indexOf(entry);
    onPut((before) => before.filter(({ id }) => id !== entry.id));
    onOpen(undefined);
    sayWithUndo(`“${titleOf(entry)}” is taken out.`, () => onPut((before) => before.toSpliced(at, 0, entry)));
  };
  return (
    <Stack gap="sm">
      {items.length === 0 ? null : (
        <ul className={lists.panels} aria-label={label}>
          {items.map((entry) => {
            const open = entry.id === opened;
            const missing = points.filter(({ place }) => place.kind === 'part' && place.entry === entry.id).length;
            return (
              <li key={entry.id}>
                <Panel p="sm">
                  <Stack gap="sm">
                    <Group justify="space-between" gap="xs">
                      <div style={{ minWidth: 0 }}>
                        <Text fw={600} size="sm" className={classes.what}>
                          {titleOf(entry)}
                        </Text>
                        <Text size="xs" c="dimmed">
                          {said(entry)}
                          {missing === 0 ? '' : `; ${missing} missing`}
                        </Text>
                      </div>
                      <Group gap="xs">
                        <Opens
                          label={`${open ? 'Close' : 'Change'}: ${titleOf(entry)}`}
                          open={open}
                          onToggle={() => onOpen(open ? undefined : entry.id)}
                        />
                        <Button
                          size="compact-sm"
                          variant="default"
                          aria-label={`Take out: ${titleOf(entry)}`}
                          onClick={() => takeOut(entry)}
                        >
                          Take out
                        </Button>
                      </Group>
                    </Group>
                    {open
                      ? renderFields(entry, (part) =>
                          onPut((before) => before.map((each) => (each.id === entry.id ? { ...each, ...part } : each))),
                        )
                      : null}
                  </Stack>
                </Panel>
              </li>
            );
          })}
        </ul>
      )}
      <OpensForm label={add.button}>
        {(close) => (
          <AddEntry
            {...add}
            onClose={close}
            onAdd={(title) => {
              const made = make(title);
              onPut((before) => [...before, made]);
              close();
              onOpen(made.id);
            }}
          />
        )}
      </OpensForm>
    </Stack>
  );
}

/** What an address or a point leads to is brought into view and takes the focus. */
function Opens(props: { label: string; open: boolean; onToggle: () => void }) {
  const { label, open, onToggle } = props;
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (open) button.current?.focus();
  }, [open]);
  return (
    <Button ref={button} size="compact-sm" variant="default" aria-expanded={open} aria-label={label} onClick={onToggle}>
      {open ? 'Close' : 'Change'}
    </Button>
  );
}

function AddEntry(props: { button: string; field: string; onAdd: (title: string) => void; onClose: () => void }) {
  const [title, setTitle] = useState('');
  return (
    <Form
      submit={props.button}
      busy={false}
      error={null}
      disabled={title.trim() === ''}
      onCancel={props.onClose}
      onSubmit={() => props.onAdd(title.trim())}
    >
      <TextInput
        label={props.field}
        required
        maxLength={200}
        value={title}
        onChange={(event) => setTitle(event.currentTarget.value)}
      />
    </Form>
  );
}
