import { Button, Group, Stack } from '@mantine/core';
import type { ScopeItem } from '@tickmark/core';
import { scopeFields } from '@tickmark/core/scope-fields';
import { vendorStanding } from '@tickmark/core/scope-verdicts';
import { scopeKindWords, type ScopeKind } from '@tickmark/core/scope-words';
import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { readAgain } from '../../api/read-again.ts';
import { useWrite } from '../../queries.ts';
import { Form } from '../../ui/form.tsx';
import { Warning } from '../../ui/notices.tsx';
import { bodyOf, differing, draftOf, type Draft } from './draft.ts';
import { Field } from './fields.tsx';
import type { Whole } from './items.tsx';
import { TestFields } from './test-fields.tsx';
import { TimingFields } from './timing-fields.tsx';
import { ExpectedControls, MonitoringParts, TheirControls } from './vendor-parts.tsx';
import { backTo, sentTiming, useSayWithUndo } from './writing.ts';

interface Props {
  engagementId: string;
  whole: Whole;
  kind: ScopeKind;
  /** What is changed; undefined for something new. */
  item?: ScopeItem | undefined;
  onDone: () => void;
}

/** Writes an item down, or changes it. Whoever adds goes on to the next without another click. */
export function ItemForm({ engagementId, whole: { names, period, timing, onTiming }, kind, item, onDone }: Props) {
  const blank: Draft = { kind, inScope: true };
  const [draft, setDraft] = useState<Draft>(item === undefined ? blank : draftOf(item.body));
  const [seen, setSeen] = useState(item);
  const another = useRef(false);
  const form = useRef<HTMLDivElement>(null);
  const client = useQueryClient();
  const write = useWrite('scope.put');
  const sayUndo = useSayWithUndo(engagementId);
  const { one } = scopeKindWords[kind];
  const change = (part: Draft): void => setDraft((all) => ({ ...all, ...part }));
  const name = typeof draft['name'] === 'string' ? draft['name'].trim() : '';

  const submit = (): void => {
    const goOn = another.current;
    another.current = false;
    const body = bodyOf(kind, draft);
    const sent = sentTiming(period, timing);
    write.mutate(
      {
        engagementId,
        items: [{ ...(item === undefined ? {} : { id: item.id }), after: seen?.version ?? 0, body }],
        ...sent,
      },
      {
        onSuccess: (made) => {
          const before = new Map(seen === undefined ? [] : [[seen.id, bodyOf(kind, draftOf(seen.body))] as const]);
          sayUndo(`“${name}” ${item === undefined ? 'written down' : 'changed'}.`, backTo(made.items, before), sent);
          if (!goOn) return onDone();
          setDraft(blank);
          form.current?.querySelector<HTMLElement>('input')?.focus();
        },
        // What somebody else wrote in the meantime is shown above.
        onError: () => void readAgain(client),
      },
    );
  };

  const others = item !== undefined && seen !== undefined && item.version > seen.version ? item : undefined;
  return (
    <Stack gap="md" ref={form}>
      {others === undefined ? null : (
        <Warning>
          {others.by.name ?? 'Somebody'} changed it in the meantime. Different from what stands below:{' '}
          {differing(kind, draftOf(others.body), draft).join(', ') || 'nothing'}.
          <Group gap="xs" mt={6}>
            <Button
              size="compact-sm"
              variant="default"
              onClick={() => {
                setDraft(draftOf(others.body));
                setSeen(others);
                write.reset();
              }}
            >
              Show theirs, and drop mine
            </Button>
            <Button
              size="compact-sm"
              variant="default"
              onClick={() => {
                setSeen(others);
                write.reset();
              }}
            >
              Keep mine, and write it over theirs
            </Button>
          </Group>
        </Warning>
      )}
      <Form
        submit={item === undefined ? `Add the ${one}` : `Change the ${one}`}
        busy={write.isPending}
        error={write.error}
        disabled={others !== undefined}
        onCancel={onDone}
        onSubmit={submit}
        beside={
          item === undefined ? (
            <Button
              variant="subtle"
              size="compact-sm"
              type="submit"
              disabled={write.isPending}
              onClick={() => {
                another.current = true;
              }}
            >
              Add it, and go on to the next
            </Button>
          ) : null
        }
      >
        <FieldsOf kind={kind} draft={draft} onChange={change} names={names} own={item?.id} error={write.error} />
        <TimingFields period={period} timing={timing} onChange={onTiming} error={write.error} />
      </Form>
    </Stack>
  );
}

interface FieldsProps {
  kind: ScopeKind;
  draft: Draft;
  onChange: (part: Draft) => void;
  names: Whole['names'];
  own: string | undefined;
  error: unknown;
}

/** Fields of a subservice organization, which a plain vendor has no use for. */
const ofSubservice = ['method', 'expectedControls', 'monitoring', 'theirControls', 'inclusivePart', 'assertion'];
const ofInclusive = ['inclusivePart', 'assertion'];

function FieldsOf({ kind, draft, onChange, names, own, error }: FieldsProps) {
  const props = { draft, onChange, error };
  const subservice =
    kind === 'vendor' && vendorStanding(draft['test'] as Parameters<typeof vendorStanding>[0]).verdict === 'subservice';
  return scopeFields[kind].map((field, place) => {
    const stands = isFilled(draft[field.name]);
    if (field.name === 'why' && kind !== 'boundary' && draft['inScope'] !== false && !stands) return null;
    if (kind === 'vendor' && ofSubservice.includes(field.name) && !subservice && !stands) return null;
    if (kind === 'vendor' && ofInclusive.includes(field.name) && draft['method'] !== 'inclusive' && !stands)
      return null;
    switch (field.name) {
      case 'test':
        return (
          <TestFields
            key={field.name}
            of={kind === 'vendor' ? 'vendor' : 'duty'}
            value={draft['test']}
            onChange={(test) => onChange({ test })}
            error={error}
          />
        );
      case 'expectedControls':
        return <ExpectedControls key={field.name} {...props} />;
      case 'monitoring':
        return <MonitoringParts key={field.name} {...props} />;
      case 'theirControls':
        return <TheirControls key={field.name} {...props} />;
      default:
        return <Field key={field.name} field={field} {...props} names={names} own={own} first={place === 0} />;
    }
  });
}

function isFilled(value: unknown): boolean {
  return value !== undefined && value !== '' && !(Array.isArray(value) && value.length === 0);
}
