import { ActionIcon, Button, Group, NativeSelect, SegmentedControl, Stack, TextInput } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import type { PopulationKind } from '@tickmark/core';
import { useOperation } from '../../../queries.ts';
import { ErrorNotice } from '../../../ui/notices.tsx';
import { Section } from '../../../ui/page.tsx';
import { Panel } from '../../../ui/panel.tsx';
import { Term } from '../../../ui/term.tsx';
import { Waiting } from '../../../ui/waiting.tsx';
import { attributeName, noConditions, type FormAttribute, type TestForm } from '../form/form.ts';
import { withKind, withoutRelation, withPopulation } from '../form/change.ts';
import { Conditions, type Ground } from './conditions.tsx';
import { KindFields } from './kind-fields.tsx';
import { RelationFields } from './relation-fields.tsx';

interface Props {
  form: TestForm;
  onChange: (form: TestForm) => void;
}

/** A test for people who do not write expressions: what is asked of which rows. */
export function TestFormFields({ form, onChange }: Props) {
  const kinds = useOperation('populations.kinds', {});
  const controls = useOperation('controls.list', { limit: 500 });
  if (kinds.error !== null) return <ErrorNotice error={kinds.error} retry={() => void kinds.refetch()} />;
  if (kinds.data === undefined) return <Waiting />;
  const codes = (controls.data?.items ?? []).map(({ code, title }) => ({ value: code, label: `${code} ${title}` }));
  return <Fields form={form} onChange={onChange} kinds={kinds.data.items} controls={codes} />;
}

function Fields({
  form,
  onChange,
  kinds,
  controls,
}: Props & { kinds: readonly PopulationKind[]; controls: readonly { value: string; label: string }[] }) {
  const kind = kinds.find(({ id }) => id === form.population);
  const put = (change: Partial<TestForm>) => onChange({ ...form, ...change });
  const adopted = controls.some(({ value }) => value === form.control);
  const ground: Ground = {
    columns: kind?.columns ?? [],
    item: [],
    relations: form.relations.map(({ name, population }) => {
      const related = kinds.find(({ id }) => id === population);
      return { name, title: `${related?.title ?? population} (${name})`, columns: related?.columns ?? [] };
    }),
  };
  const { asks } = form;
  return (
    <Stack gap="lg">
      <Stack gap="sm">
        <Group gap="sm" align="flex-end" wrap="wrap">
          <NativeSelect
            label="Control"
            maw={360}
            value={form.control}
            onChange={(event) => put({ control: event.currentTarget.value })}
            data={[...(adopted ? [] : [{ value: form.control, label: form.control }]), ...controls]}
          />
          <TextInput
            label="Short name"
            w={180}
            value={form.name}
            onChange={(event) => put({ name: event.currentTarget.value.toLowerCase().replaceAll(/[^a-z0-9-]/g, '-') })}
          />
        </Group>
        <TextInput
          label="What it asks"
          value={form.title}
          onChange={(event) => put({ title: event.currentTarget.value })}
        />
        <SegmentedControl
          size="xs"
          aria-label="Kind of test"
          value={asks.kind}
          onChange={(next) => onChange(withKind(form, next as TestForm['asks']['kind'], kind))}
          data={[
            { value: 'items', label: 'Each item' },
            { value: 'cadence', label: 'Each time due' },
            { value: 'state', label: 'Every day' },
          ]}
        />
        <NativeSelect
          label="Population"
          description={kind?.summary}
          value={form.population}
          onChange={(event) => {
            const next = kinds.find(({ id }) => id === event.currentTarget.value);
            if (next) onChange(withPopulation(form, next));
          }}
          data={[
            ...(kind === undefined ? [{ value: form.population, label: form.population }] : []),
            ...kinds.map(({ id, title }) => ({ value: id, label: title })),
          ]}
        />
        <KindFields asks={asks} kind={kind} onChange={(next) => put({ asks: next })} />
      </Stack>
      {asks.kind === 'cadence' ? null : (
        <Section title={<Term id="relation">Related rows</Term>}>
          <RelationFields
            relations={form.relations}
            kinds={kinds}
            kind={kind}
            onChange={(relations) => put({ relations })}
            onRemove={(name) => onChange(withoutRelation(form, name))}
          />
        </Section>
      )}
      <Section title="Which items">
        <Conditions
          label="Which items"
          value={form.where}
          ground={asks.kind === 'cadence' ? { ...ground, relations: [] } : ground}
          onChange={(where) => put({ where })}
          none="All of them."
        />
      </Section>
      {asks.kind === 'cadence' ? null : (
        <Attributes
          attributes={asks.attributes}
          ground={ground}
          onChange={(attributes) => put({ asks: { ...asks, attributes } })}
        />
      )}
    </Stack>
  );
}

function Attributes(props: {
  attributes: readonly FormAttribute[];
  ground: Ground;
  onChange: (attributes: FormAttribute[]) => void;
}) {
  const { attributes, ground, onChange } = props;
  return (
    <Section title={<Term id="attribute">Attributes</Term>}>
      <Stack gap="sm">
        {attributes.map((attribute, position) => {
          const name = attributeName(position);
          return (
            <Panel key={name} p="sm">
              <Stack gap="xs">
                <Group gap="xs" wrap="nowrap" align="flex-end">
                  <TextInput
                    label={`${name}: what must be so`}
                    style={{ flex: 1 }}
                    value={attribute.title}
                    onChange={(event) =>
                      onChange(attributes.with(position, { ...attribute, title: event.currentTarget.value }))
                    }
                  />
                  <ActionIcon
                    variant="subtle"
                    color="gray"
                    size={36}
                    aria-label={`Remove attribute ${name}`}
                    onClick={() => onChange(attributes.toSpliced(position, 1))}
                  >
                    <IconX size={16} aria-hidden />
                  </ActionIcon>
                </Group>
                <Conditions
                  label={`Attribute ${name}`}
                  value={attribute.pass}
                  ground={ground}
                  onChange={(pass) => onChange(attributes.with(position, { ...attribute, pass }))}
                  none="Nothing is asked yet."
                />
              </Stack>
            </Panel>
          );
        })}
        <Group>
          <Button
            size="compact-sm"
            variant="default"
            leftSection={<IconPlus size={14} aria-hidden />}
            onClick={() => onChange([...attributes, { title: '', pass: noConditions }])}
          >
            Add an attribute
          </Button>
        </Group>
      </Stack>
    </Section>
  );
}
