import { Group, MultiSelect, NumberInput, Select, Stack, Textarea, TextInput } from '@mantine/core';
import type { PlanItem } from '@tickmark/core';
import { severities, severityTitles, type Severity } from '@tickmark/core/readiness-words';
import { fieldError, useOperation } from '../../queries.ts';
import { DateField } from '../../ui/date-field.tsx';
import { ControlsField } from '../evidence/controls-field.tsx';
import { PersonField } from './person-field.tsx';

/** What can be said of an item, as a form holds it. */
export interface Said {
  title: string;
  description: string;
  severity: Severity | null;
  criteria: string[];
  controls: string[];
  owner: string | null;
  deputy: string | null;
  verifier: string | null;
  effortDays: number | null;
  notBefore: string;
  dueOn: string;
  after: { id: string; lagDays: number }[];
  deliverable: string;
  evidenceOfDone: string;
}

export const nothingSaid: Said = {
  title: '',
  description: '',
  severity: null,
  criteria: [],
  controls: [],
  owner: null,
  deputy: null,
  verifier: null,
  effortDays: null,
  notBefore: '',
  dueOn: '',
  after: [],
  deliverable: '',
  evidenceOfDone: '',
};

export function saidOf(item: PlanItem): Said {
  return {
    title: item.title,
    description: item.description ?? '',
    severity: item.severity,
    criteria: item.criteria,
    controls: item.controls,
    owner: item.owner?.id ?? null,
    deputy: item.deputy?.id ?? null,
    verifier: item.verifier?.id ?? null,
    effortDays: item.effortDays,
    notBefore: item.notBefore ?? '',
    dueOn: item.dueOn ?? '',
    after: item.after.map(({ id, lagDays }) => ({ id, lagDays })),
    deliverable: item.deliverable ?? '',
    evidenceOfDone: item.evidenceOfDone ?? '',
  };
}

const orNull = (text: string): string | null => (text.trim() === '' ? null : text.trim());

/** As it is sent. */
export function given(said: Said) {
  return {
    ...said,
    description: orNull(said.description),
    notBefore: orNull(said.notBefore),
    dueOn: orNull(said.dueOn),
    deliverable: orNull(said.deliverable),
    evidenceOfDone: orNull(said.evidenceOfDone),
  };
}

interface Props {
  said: Said;
  onChange: (part: Partial<Said>) => void;
  engagementId: string;
  /** The item that is changed; null for a new one. */
  item: PlanItem | null;
  /** Whoever owns an item without managing the plan says what work is left and what shows it. */
  own?: boolean;
  error: unknown;
}

export function ItemFields({ said, onChange, engagementId, item, own = false, error }: Props) {
  const { data } = useOperation('plan.list', { engagementId, limit: 500 });
  const criteria = useOperation('criteria.list', {}, { staleTime: 'static' });
  const others = (data?.items ?? []).filter(({ id }) => id !== item?.id);
  const effort = (
    <NumberInput
      label="Work left, in days of one person"
      description="Half days; left empty, it is not known, and the roadmap has no place for it."
      min={0.5}
      max={1000}
      step={0.5}
      decimalScale={1}
      w={260}
      value={said.effortDays ?? ''}
      onChange={(value) => onChange({ effortDays: typeof value === 'number' ? value : null })}
      error={fieldError(error, 'effortDays')}
    />
  );
  const shows = (
    <>
      <Textarea
        label="Deliverable"
        description="What there is once it is done."
        autosize
        minRows={1}
        value={said.deliverable}
        onChange={(event) => onChange({ deliverable: event.currentTarget.value })}
        error={fieldError(error, 'deliverable')}
      />
      <Textarea
        label="Evidence of done"
        description="What will show somebody else that it is done."
        autosize
        minRows={1}
        value={said.evidenceOfDone}
        onChange={(event) => onChange({ evidenceOfDone: event.currentTarget.value })}
        error={fieldError(error, 'evidenceOfDone')}
      />
    </>
  );
  if (own) {
    return (
      <>
        {effort}
        {shows}
      </>
    );
  }
  return (
    <>
      <TextInput
        label="Title"
        required
        maxLength={200}
        data-autofocus
        value={said.title}
        onChange={(event) => onChange({ title: event.currentTarget.value })}
        error={fieldError(error, 'title')}
      />
      <Textarea
        label="What is to be done"
        autosize
        minRows={2}
        value={said.description}
        onChange={(event) => onChange({ description: event.currentTarget.value })}
        error={fieldError(error, 'description')}
      />
      <Select
        label="Severity"
        description="Not said counts as critical: the examined days wait for it."
        placeholder="Not said"
        clearable
        w={260}
        data={severities.map((value) => ({ value, label: severityTitles[value] }))}
        value={said.severity}
        onChange={(value) => onChange({ severity: severities.find((known) => known === value) ?? null })}
      />
      <Group gap="md" align="flex-start" grow preventGrowOverflow={false}>
        <PersonField
          label="Owner"
          description="Who does it."
          clearable
          now={item?.owner ?? null}
          value={said.owner}
          onChange={(owner) => onChange({ owner })}
          error={fieldError(error, 'owner')}
        />
        <PersonField
          label="Deputy"
          description="Who does it in the owner’s absence."
          clearable
          now={item?.deputy ?? null}
          value={said.deputy}
          onChange={(deputy) => onChange({ deputy })}
          error={fieldError(error, 'deputy')}
        />
        <PersonField
          label="Verifier"
          description="Who looks whether it is done; never the owner."
          clearable
          now={item?.verifier ?? null}
          value={said.verifier}
          onChange={(verifier) => onChange({ verifier })}
          error={fieldError(error, 'verifier')}
        />
      </Group>
      {effort}
      <Group gap="md" align="flex-start">
        <DateField
          label="Not before"
          description="First day of work, where there is one."
          value={said.notBefore}
          onChange={(notBefore) => onChange({ notBefore })}
          error={fieldError(error, 'notBefore')}
        />
        <DateField
          label="Due"
          description="The last day that is in time."
          value={said.dueOn}
          onChange={(dueOn) => onChange({ dueOn })}
          error={fieldError(error, 'dueOn')}
        />
      </Group>
      <Stack gap="xs">
        <MultiSelect
          label="Waits for"
          description="Items that have to end before."
          placeholder={said.after.length === 0 ? 'Nothing' : undefined}
          searchable
          clearable
          data={others.map(({ id, code, title }) => ({ value: id, label: `${code} ${title}` }))}
          value={said.after.map(({ id }) => id)}
          onChange={(ids) =>
            onChange({ after: ids.map((id) => said.after.find((each) => each.id === id) ?? { id, lagDays: 0 }) })
          }
          error={fieldError(error, 'after')}
        />
        {said.after.map(({ id, lagDays }) => (
          <NumberInput
            key={id}
            size="xs"
            w={330}
            label={`Working days after ${others.find((each) => each.id === id)?.code ?? 'it'} has ended`}
            min={0}
            max={365}
            allowDecimal={false}
            value={lagDays}
            onChange={(value) =>
              onChange({
                after: said.after.map((each) =>
                  each.id === id ? { id, lagDays: typeof value === 'number' ? value : 0 } : each,
                ),
              })
            }
          />
        ))}
      </Stack>
      {shows}
      <MultiSelect
        label="Criteria"
        searchable
        clearable
        data={(criteria.data?.items ?? []).map(({ id, summary }) => ({ value: id, label: `${id} ${summary}` }))}
        value={said.criteria}
        onChange={(value) => onChange({ criteria: value })}
      />
      <ControlsField
        label="Controls"
        clearable
        value={said.controls}
        onChange={(controls) => onChange({ controls })}
        error={fieldError(error, 'controls')}
      />
    </>
  );
}
