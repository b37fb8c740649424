import { Button, NumberInput, Stack, Text, TextInput } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { Output } from '../../api/client.ts';
import { fieldError, useWrite } from '../../queries.ts';
import { Form } from '../../ui/form.tsx';
import { quantity } from '../../ui/moment.ts';
import { Note, say } from '../../ui/notices.tsx';
import { Facts } from '../../ui/panel.tsx';
import { Moment } from '../../ui/values.tsx';
import { ControlOf } from './value-links.tsx';

type Value = Output<'policies.values'>['items'][number];

interface Props {
  value: Value;
  may: boolean;
  onDone: () => void;
}

/** One number or name: what it is, what rests on it, and what becomes of documents where somebody sets it. */
export function OneValue({ value, may, onDone }: Props) {
  const { words, templateWords, changed, own } = value;
  return (
    <Stack gap="md">
      <Facts
        facts={[
          ['In your documents', words],
          ['In the templates', templateWords],
          [
            'Set',
            changed === null ? (
              'Never: the template’s holds'
            ) : (
              <span key="changed">
                {own === null ? 'Back to the template’s ' : ''}
                <Moment at={changed.at} /> by {changed.by.name ?? 'somebody not known here'}, entry {changed.entryIndex}{' '}
                of the log
              </span>
            ),
          ],
        ]}
      />
      <Reaches documents={value.documents} />
      <Resting controls={value.controls} />
      {may ? <SetForm value={value} onDone={onDone} /> : null}
    </Stack>
  );
}

/** Which drafts follow, and which documents in force keep what they say until they are handed in anew. */
function Reaches({ documents }: Pick<Value, 'documents'>) {
  const drafts = documents.filter(({ draft }) => draft);
  const held = documents.filter(({ inForce }) => inForce !== null);
  return (
    <Stack gap={4} component="section" aria-labelledby="reaches">
      <h3 id="reaches">What another one would change</h3>
      {documents.length === 0 ? (
        <Text size="sm">None of your documents has it. Those that you begin follow it.</Text>
      ) : null}
      {drafts.length === 0 ? null : (
        <Text size="sm" component="div">
          {quantity(drafts.length, 'draft follows', 'drafts follow')} at once:{' '}
          <Titles documents={drafts.map((each) => ({ ...each, inForce: null }))} />
        </Text>
      )}
      {held.length === 0 ? null : (
        <Text size="sm" component="div">
          {quantity(held.length, 'document', 'documents')} in force {held.length === 1 ? 'stays' : 'stay'} as approved
          and {held.length === 1 ? 'asks' : 'ask'} for a new version: <Titles documents={held} />
        </Text>
      )}
    </Stack>
  );
}

function Titles({ documents }: Pick<Value, 'documents'>) {
  return documents.map(({ id, code, title, inForce }, place) => (
    <span key={id}>
      {place === 0 ? '' : ', '}
      <Link to="/policies/$id" params={{ id }} className="tm-link">
        {code} {title}
      </Link>
      {inForce === null ? '' : ` (version ${inForce})`}
    </span>
  ));
}

function Resting({ controls }: Pick<Value, 'controls'>) {
  if (controls.length === 0) return null;
  const tested = controls.filter(({ tests }) => tests > 0).length;
  return (
    <Stack gap={4} component="section" aria-labelledby="resting">
      <h3 id="resting">What rests on it</h3>
      <Text size="sm" component="ul" m={0} pl="lg">
        {controls.map((control) => (
          <li key={control.code}>
            <ControlOf control={control} />: {control.adopted ? 'adopted' : 'not adopted'},{' '}
            {control.tests === 0 ? 'no test' : quantity(control.tests, 'test')}
          </li>
        ))}
      </Text>
      {tested === 0 ? null : (
        <Note>
          Tests judge by what is written in them, whatever documents say. When this number changes, see whether{' '}
          {tested === 1 ? 'those of this control' : 'those of these controls'} still ask for the same.
        </Note>
      )}
    </Stack>
  );
}

function SetForm({ value, onDone }: Omit<Props, 'may'>) {
  const { kind, key, own, template, templateWords, revision } = value;
  const current = own ?? template;
  const [typed, setTyped] = useState<string | number>(current);
  const write = useWrite('policies.set-values');
  const send = (next: string | number | null): void => {
    const each =
      kind === 'setting'
        ? ({ kind, key, value: next === null ? null : Number(next), revision } as const)
        : ({ kind, key, value: next === null ? null : String(next), revision } as const);
    write.mutate(
      { values: [each] },
      {
        onSuccess: ({ items }) => {
          say(`Documents say ${items[0]?.words ?? ''} from now on; versions that were handed in stay as they are.`);
          onDone();
        },
      },
    );
  };
  return (
    <Form
      submit="Set it for all documents"
      busy={write.isPending}
      error={write.error}
      disabled={String(typed).trim() === '' || String(typed).trim() === String(current)}
      onSubmit={() => send(typed)}
      beside={
        own === null ? null : (
          <Button variant="default" disabled={write.isPending} onClick={() => send(null)}>
            Back to the template’s: {templateWords}
          </Button>
        )
      }
    >
      {value.kind === 'setting' ? (
        <NumberInput
          label="Your number"
          description={`In ${inMany(value.unit)}, from 1 to ${value.most}.`}
          maw={260}
          min={1}
          max={value.most}
          allowDecimal={false}
          clampBehavior="none"
          data-autofocus
          value={typed}
          onChange={setTyped}
          error={fieldError(write.error, 'values.0.value')}
        />
      ) : (
        <TextInput
          label="Your name for it"
          description="As it reads in a sentence: the … decides."
          maxLength={100}
          data-autofocus
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          error={fieldError(write.error, 'values.0.value')}
        />
      )}
    </Form>
  );
}

const inMany = (unit: string): string => (unit === 'percent' ? unit : `${unit.replace(/s$/, '')}s`);
