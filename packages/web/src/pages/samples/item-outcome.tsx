import { MultiSelect, SegmentedControl, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { stateWords } from '../../glossary/states.ts';
import { fieldError, useOperation, useWrite } from '../../queries.ts';
import { useMay } from '../../shell/current.ts';
import { ConfirmWord, isTyped } from '../../ui/confirm-word.tsx';
import { Form } from '../../ui/form.tsx';
import { Note } from '../../ui/notices.tsx';
import { Section } from '../../ui/page.tsx';
import { Facts } from '../../ui/panel.tsx';
import { StateBadge } from '../../ui/state-badge.tsx';
import { Term } from '../../ui/term.tsx';
import { Moment } from '../../ui/values.tsx';
import { EvidenceLink } from '../evidence/evidence-link.tsx';
import { originWords, type Sheet } from './words.ts';

type Item = Sheet['items'][number];
type Outcome = 'pass' | 'deviation' | 'cannot-be-examined';

interface Props {
  sheet: Sheet;
  item: Item;
  onDone: () => void;
}

/** What is on record of one item, and what may be added. */
export function ItemOutcome({ sheet, item, onDone }: Props) {
  const mayRecord = useMay('samples.record');
  const mayDraw = useMay('samples.draw');
  const steps = sheet.steps.filter(({ document }) => document.step !== 'targeted' && document.key === item.key);
  const added = sheet.steps.find(({ document }) => document.step === 'targeted' && document.keys.includes(item.key));
  return (
    <Stack gap="lg">
      <Facts
        facts={[
          ['Came in as', originWords[item.origin]],
          ...(added?.document.step === 'targeted' ? [['Targeted, because', added.document.reason] as const] : []),
          ['Outcome', <StateBadge key="s" state={item.state} />],
          ...(item.replacement === null ? [] : [['Replaced by', item.replacement] as const]),
        ]}
      />
      {steps.length === 0 ? null : (
        <Section title="On record">
          <Stack gap={6}>
            {steps.map(({ id, recordedAt, entryIndex, document }) => (
              <Text key={id} size="sm" style={{ overflowWrap: 'anywhere' }}>
                <Moment at={recordedAt} />, log entry {entryIndex}:{' '}
                {document.step === 'recorded'
                  ? `${stateWords[document.outcome].word}. ${document.note ?? ''}`
                  : document.step === 'replaced'
                    ? `Void. ${document.reason}`
                    : ''}
                {document.step === 'recorded'
                  ? document.evidenceIds.map((evidence) => (
                      <span key={evidence}>
                        {' '}
                        Evidence: <EvidenceLink id={evidence} />.
                      </span>
                    ))
                  : null}
              </Text>
            ))}
          </Stack>
        </Section>
      )}
      {item.state === 'void' || !mayRecord ? null : <Record sheet={sheet} item={item} onDone={onDone} />}
      {item.state === 'not-examined' && mayDraw ? <Void sheet={sheet} item={item} onDone={onDone} /> : null}
    </Stack>
  );
}

function Record({ sheet: { sample }, item, onDone }: Props) {
  const [outcome, setOutcome] = useState<Outcome>('pass');
  const [note, setNote] = useState('');
  const [evidenceIds, setEvidenceIds] = useState<string[]>([]);
  const evidence = useOperation('evidence.list', { limit: 500 });
  const usable = evidence.data?.items.filter(({ given }) => given === null || given.state === 'accepted') ?? [];
  const record = useWrite('samples.record');
  const again = item.records > 0;
  return (
    <Section title={again ? 'Record it again' : 'Record what it shows'}>
      <Form
        submit="Record the outcome"
        busy={record.isPending}
        error={record.error}
        onSubmit={() => {
          const said = note.trim() === '' ? undefined : note;
          record.mutate({ id: sample.id, key: item.key, outcome, note: said, evidenceIds }, { onSuccess: onDone });
        }}
      >
        <SegmentedControl
          aria-label="Outcome"
          orientation="vertical"
          value={outcome}
          onChange={(value) => setOutcome(value as Outcome)}
          data={(['pass', 'deviation', 'cannot-be-examined'] as const).map((value) => ({
            value,
            label: stateWords[value].word,
          }))}
        />
        {outcome === 'cannot-be-examined' ? (
          <Note>It counts as a deviation, and no other item takes its place.</Note>
        ) : null}
        <Textarea
          label="Note"
          description={again ? 'Why it is recorded again. What was recorded stays.' : 'Needed for anything but a pass.'}
          required={again || outcome !== 'pass'}
          autosize
          minRows={2}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
          error={fieldError(record.error, 'note')}
        />
        <MultiSelect
          label="Evidence"
          searchable
          data={usable.map(({ id, title }) => ({ value: id, label: title }))}
          value={evidenceIds}
          onChange={setEvidenceIds}
          error={fieldError(record.error, 'evidenceIds')}
        />
      </Form>
    </Section>
  );
}

function Void({ sheet: { sample }, item, onDone }: Props) {
  const [reason, setReason] = useState('');
  const [typed, setTyped] = useState('');
  const replace = useWrite('samples.replace-void');
  return (
    <Section
      title={
        <>
          It does not belong in the population: <Term id="void">void</Term>
        </>
      }
    >
      <Form
        submit="Declare it void"
        busy={replace.isPending}
        error={replace.error}
        disabled={!isTyped(typed, 'void')}
        onSubmit={() => replace.mutate({ id: sample.id, key: item.key, reason }, { onSuccess: onDone })}
      >
        <TextInput
          label="Why it does not belong"
          required
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
          error={fieldError(replace.error, 'reason')}
        />
        <ConfirmWord word="void" typed={typed} onType={setTyped}>
          {item.origin === 'targeted'
            ? 'A targeted item is not replaced. Its reason is entered in the evidence log.'
            : 'The next item in order takes its place. Both, and the reason, are entered in the evidence log.'}
        </ConfirmWord>
      </Form>
    </Section>
  );
}
