import { ActionIcon, Button, Group, Stack, Text, Textarea } from '@mantine/core';
import { IconCheck, IconPaperclip, IconUpload, IconX } from '@tabler/icons-react';
import type { ProcedureStep, RunInFull, StepTelling } from '@tickmark/core';
import type { StepOutcome } from '@tickmark/core/procedure-words';
import { useEffect, useRef, useState } from 'react';
import { fieldError, useOperation, useWrite } from '../../queries.ts';
import { AsWritten } from '../../ui/as-written.tsx';
import { Form } from '../../ui/form.tsx';
import { ErrorNotice } from '../../ui/notices.tsx';
import { Over } from '../../ui/side.tsx';
import { EvidenceField } from '../evidence/evidence-field.tsx';
import { AddFile } from './add-file.tsx';
import classes from './procedures.module.css';

interface Props {
  run: RunInFull;
  step: ProcedureStep;
  /** Counted from 1. */
  n: number;
  /** What was told of it before. */
  before: StepTelling | null;
  dropped: readonly File[];
  /** Whether the note takes the focus. */
  focused: boolean;
  onTold: () => void;
}

/** Tells of a step: a note, what shows it, and that it is done or skipped. */
export function TellStep({ run, step, n, before, dropped, focused, onTold }: Props) {
  const [note, setNote] = useState(before?.note ?? '');
  const [evidence, setEvidence] = useState<string[]>(before?.evidence.map(({ id }) => id) ?? []);
  const [adding, setAdding] = useState<'file' | 'library' | null>(null);
  const [taken, setTaken] = useState<readonly File[]>([]);
  const write = useWrite('procedures.step');
  const first = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    if (focused) first.current?.focus();
  }, [focused]);
  const file = dropped.find((each) => !taken.includes(each)) ?? null;
  const tell = (outcome: StepOutcome): void =>
    write.mutate(
      {
        id: run.id,
        step: step.id,
        outcome,
        note: note.trim() === '' ? undefined : note,
        evidence: outcome === 'done' ? evidence : [],
        corrects: before?.id,
      },
      { onSuccess: onTold },
    );
  const close = (): void => {
    setTaken([...taken, ...(file === null ? [] : [file])]);
    setAdding(null);
  };
  const leaves = step.leaves === null ? '' : `: ${step.leaves}`;
  const evidenceError = fieldError(write.error, 'evidence');
  return (
    <Stack gap="sm">
      <Textarea
        ref={first}
        label={`Note on step ${n}${step.evidence === 'note' ? leaves : ''}`}
        required={step.evidence === 'note'}
        description={step.optional ? 'Where the step is skipped, the reason.' : undefined}
        autosize
        minRows={2}
        maxLength={4_000}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
        error={fieldError(write.error, 'note')}
      />
      {step.evidence === 'file' ? (
        <Text size="sm">
          It leaves a file{leaves}. {evidence.length === 0 ? 'None is linked yet.' : ''}
        </Text>
      ) : null}
      {evidence.length === 0 ? null : (
        <ul className={classes.pieces} aria-label={`Evidence of step ${n}`}>
          {evidence.map((id) => (
            <Linked key={id} id={id} onTakeOff={() => setEvidence(evidence.filter((each) => each !== id))} />
          ))}
        </ul>
      )}
      {evidenceError === undefined ? null : (
        <Text size="sm" c="red">
          {evidenceError}
        </Text>
      )}
      <Group gap="xs" className={classes.actions}>
        <Button
          size="xs"
          variant="default"
          leftSection={<IconUpload size={15} aria-hidden />}
          onClick={() => setAdding('file')}
        >
          Add a file
        </Button>
        <Button
          size="xs"
          variant="default"
          leftSection={<IconPaperclip size={15} aria-hidden />}
          onClick={() => setAdding('library')}
        >
          From the library
        </Button>
      </Group>
      {write.error === null ? null : <ErrorNotice error={write.error} />}
      <Group gap="xs" className={classes.actions}>
        <Button
          leftSection={<IconCheck size={16} aria-hidden />}
          loading={write.isPending}
          onClick={() => tell('done')}
          aria-label={`Done: step ${n}`}
        >
          Done
        </Button>
        {step.optional ? (
          <Button
            variant="default"
            disabled={write.isPending}
            onClick={() => tell('skipped')}
            aria-label={`Skip it: step ${n}`}
          >
            Skip it
          </Button>
        ) : null}
        {before === null ? null : (
          <Button variant="default" disabled={write.isPending} onClick={onTold}>
            Leave it as it is
          </Button>
        )}
      </Group>
      <Over opened={adding === 'file' || file !== null} onClose={close} title={`Add a file to step ${n}`} size="md">
        <AddFile
          key={file?.name ?? 'chosen'}
          dropped={file}
          controls={run.document.controls}
          onDone={(id) => {
            setEvidence((linked) => [...linked, id]);
            close();
          }}
        />
      </Over>
      <Over opened={adding === 'library'} onClose={close} title={`Evidence of step ${n}`} size="md">
        <PickForm
          without={evidence}
          onDone={(ids) => {
            setEvidence([...evidence, ...ids]);
            close();
          }}
        />
      </Over>
    </Stack>
  );
}

function Linked({ id, onTakeOff }: { id: string; onTakeOff: () => void }) {
  const { data } = useOperation('evidence.get', { id });
  const title = data?.title ?? 'A piece of evidence';
  return (
    <li>
      <Group gap={6}>
        <Text size="sm">
          <AsWritten text={title} />
        </Text>
        <ActionIcon variant="subtle" color="gray" size={24} aria-label={`Take “${title}” off`} onClick={onTakeOff}>
          <IconX size={14} aria-hidden />
        </ActionIcon>
      </Group>
    </li>
  );
}

function PickForm({ without, onDone }: { without: readonly string[]; onDone: (ids: string[]) => void }) {
  const [ids, setIds] = useState<string[]>([]);
  return (
    <Form submit="Link it" busy={false} error={null} disabled={ids.length === 0} onSubmit={() => onDone(ids)}>
      <EvidenceField
        label="Evidence"
        description="The newest versions. The one that is linked stays, whatever comes after it."
        value={ids}
        onChange={setIds}
        without={without}
      />
    </Form>
  );
}
