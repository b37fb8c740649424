import { Button, Group, Select, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { assuranceReports, assuranceReportTitles } from '@tickmark/core/scope-words';
import type { ReactNode } from 'react';
import { DateField } from '../../ui/date-field.tsx';
import { Panel } from '../../ui/panel.tsx';
import { ControlsField } from '../evidence/controls-field.tsx';
import type { Draft } from './draft.ts';
import { CriteriaField, faultOf } from './fields.tsx';

interface Props {
  draft: Draft;
  onChange: (part: Draft) => void;
  error: unknown;
}

type Part = Record<string, unknown>;

const text = (part: Part, name: string): string => (typeof part[name] === 'string' ? part[name] : '');
const list = (part: Part, name: string): string[] => (Array.isArray(part[name]) ? (part[name] as string[]) : []);

/** What is expected of a subservice organization: controls that it has to run for one's own to be enough. */
export function ExpectedControls(props: Props) {
  return (
    <Parts
      {...props}
      field="expectedControls"
      title="Controls that you expect of it"
      hint="What it has to do for your own controls to be enough, such as locked machine rooms, and the criteria that rest on it."
      add="Add an expected control"
      empty={{ text: '', criteria: [] }}
    >
      {(part, change, name) => (
        <>
          <Textarea
            label="What it has to do"
            required
            autosize
            minRows={1}
            value={text(part, 'text')}
            onChange={(event) => change({ text: event.currentTarget.value })}
            error={faultOf(props.error, `${name}.text`)}
          />
          <CriteriaField
            label="Criteria that rest on it"
            value={list(part, 'criteria')}
            onChange={(criteria) => change({ criteria })}
            error={faultOf(props.error, `${name}.criteria`)}
          />
        </>
      )}
    </Parts>
  );
}

/** How it is watched that a subservice organization does its part. */
export function MonitoringParts(props: Props) {
  return (
    <Parts
      {...props}
      field="monitoring"
      title="How it is watched"
      hint="Its own report, the days it speaks of, a bridge letter for the days after it, and when somebody of yours read it."
      add="Add a report or check"
      empty={{ report: 'soc2-type2' }}
    >
      {(part, change, name) => (
        <>
          <Group grow align="flex-start">
            <Select
              label="What it is"
              allowDeselect={false}
              data={assuranceReports.map((value) => ({ value, label: assuranceReportTitles[value] }))}
              value={text(part, 'report')}
              onChange={(report) => change({ report: report ?? 'other' })}
            />
            <TextInput
              label="Title"
              value={text(part, 'title')}
              onChange={(event) => change({ title: event.currentTarget.value })}
            />
          </Group>
          <Group align="flex-start">
            {(
              [
                ['from', 'First day'],
                ['to', 'Last day'],
                ['bridgedTo', 'Bridge letter until'],
                ['reviewedOn', 'Reviewed on'],
              ] as const
            ).map(([field, label]) => (
              <DateField
                key={field}
                w={160}
                label={label}
                value={text(part, field)}
                onChange={(date) => change({ [field]: date })}
                error={faultOf(props.error, `${name}.${field}`)}
              />
            ))}
          </Group>
          <Textarea
            label="What was found"
            description="Exceptions of the report included, and what they mean for you."
            autosize
            minRows={1}
            value={text(part, 'outcome')}
            onChange={(event) => change({ outcome: event.currentTarget.value })}
          />
        </>
      )}
    </Parts>
  );
}

/** What the report of a subservice organization asks its customers to run, and how that is done here. */
export function TheirControls(props: Props) {
  return (
    <Parts
      {...props}
      field="theirControls"
      title="What it asks of you"
      hint="Its report lists controls that its customers have to run. You are one of them."
      add="Add one of its user-entity controls"
      empty={{ text: '', controls: [] }}
    >
      {(part, change, name) => (
        <>
          <Textarea
            label="What it asks for"
            required
            autosize
            minRows={1}
            value={text(part, 'text')}
            onChange={(event) => change({ text: event.currentTarget.value })}
            error={faultOf(props.error, `${name}.text`)}
          />
          <Textarea
            label="How you do it"
            autosize
            minRows={1}
            value={text(part, 'met')}
            onChange={(event) => change({ met: event.currentTarget.value })}
          />
          <ControlsField
            label="Your controls that do it"
            value={list(part, 'controls')}
            onChange={(controls) => change({ controls })}
            error={faultOf(props.error, `${name}.controls`)}
          />
        </>
      )}
    </Parts>
  );
}

interface PartsProps extends Props {
  field: string;
  title: string;
  hint: string;
  add: string;
  empty: Part;
  children: (part: Part, change: (more: Part) => void, name: string) => ReactNode;
}

function Parts({ draft, onChange, field, title, hint, add, empty, children }: PartsProps) {
  const parts = Array.isArray(draft[field]) ? (draft[field] as Part[]) : [];
  const set = (next: Part[]): void => onChange({ [field]: next });
  return (
    <Stack gap="xs" component="section" aria-label={title}>
      <div>
        <Text fw={600}>{title}</Text>
        <Text size="xs" c="dimmed">
          {hint}
        </Text>
      </div>
      {parts.map((part, place) => (
        // Parts have no id of their own, and are only added at the end or taken away.
        <Panel key={place}>
          <Stack gap="xs">
            {children(
              part,
              (more) => set(parts.map((each, at) => (at === place ? { ...each, ...more } : each))),
              `${field}.${place}`,
            )}
            <Button
              variant="subtle"
              color="gray"
              size="compact-sm"
              style={{ alignSelf: 'flex-end' }}
              onClick={() => set(parts.filter((_, at) => at !== place))}
            >
              Take number {place + 1} off
            </Button>
          </Stack>
        </Panel>
      ))}
      <Button
        variant="default"
        size="xs"
        style={{ alignSelf: 'flex-start' }}
        leftSection={<IconPlus size={14} aria-hidden />}
        onClick={() => set([...parts, empty])}
      >
        {add}
      </Button>
    </Stack>
  );
}
