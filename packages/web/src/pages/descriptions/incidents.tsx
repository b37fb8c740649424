import { Group, MultiSelect, NativeSelect, Stack, Text } from '@mantine/core';
import type {
  DescribedIncident,
  Description,
  DescriptionBodyOf,
  DescriptionPoint,
  RecordedIncident,
} from '@tickmark/core';
import { descriptionPartWords, incidentCauses, incidentCauseTitles } from '@tickmark/core/description-words';
import { randomId } from '../../api/random-key.ts';
import { Entries } from './entries.tsx';
import { DayField, LineField, NoneField, SentencesField } from './fields.tsx';
import { RecordedIncidents } from './recorded-incidents.tsx';
import type { Put } from './use-part.ts';

interface Props {
  body: DescriptionBodyOf<'dc4'>;
  put: Put<DescriptionBodyOf<'dc4'>>;
  whole: Description;
  points: readonly DescriptionPoint[];
  opened: string | undefined;
  onOpen: (id: string | undefined) => void;
}

/** DC 4: incidents that have to be told, where to look for them, or that none is known. */
export function Incidents({ body, put, whole, points, opened, onOpen }: Props) {
  return (
    <Stack gap="md">
      <RecordedIncidents
        incidents={whole.incidents}
        body={body}
        put={put}
        onTell={(recorded) => {
          const incident = { ...newIncident(recorded.title), ...recordedFields(recorded) };
          put((before) => ({
            ...before,
            incidents: [...before.incidents, incident],
            setAside: before.setAside.filter((each) => each !== recorded.record),
          }));
          onOpen(incident.id);
        }}
      />
      <Entries<DescribedIncident>
        label="Incidents"
        items={body.incidents}
        titleOf={({ title }) => title}
        said={whenOf}
        points={points}
        opened={opened}
        onOpen={onOpen}
        onPut={(change) => put((before) => ({ ...before, incidents: change(before.incidents) }))}
        make={newIncident}
        add={{ button: 'Tell an incident', field: 'What it is called' }}
        renderFields={(incident, change) => <IncidentFields incident={incident} change={change} whole={whole} />}
      />
      <NoneField
        words={descriptionPartWords.dc4.none ?? ''}
        value={body.none}
        onChange={(none) => put((before) => ({ ...before, none }))}
        lookedIn="Such as the incident register, tickets, messages to customers and the status page."
        contradicted={body.incidents.length > 0}
      />
    </Stack>
  );
}

function newIncident(title: string): DescribedIncident {
  return {
    id: randomId(),
    title,
    record: null,
    cause: 'unknown',
    nature: null,
    from: null,
    to: null,
    effect: null,
    disposition: null,
    controls: [],
    commitments: [],
  };
}

/** What a record says for certain; the rest is written by somebody. */
function recordedFields({ record, from, to }: RecordedIncident): Pick<DescribedIncident, 'record' | 'from' | 'to'> {
  return { record, from, to: from !== null && to !== null && to >= from ? to : null };
}

function whenOf({ from, to }: DescribedIncident): string {
  if (from === null) return 'When is not said';
  return to === null ? `From ${from}, without an end` : from === to ? from : `${from} to ${to}`;
}

interface FieldsProps {
  incident: DescribedIncident;
  change: (part: Partial<DescribedIncident>) => void;
  whole: Description;
}

function IncidentFields({ incident, change, whole }: FieldsProps) {
  const { title, cause, nature, from, to, effect, disposition, controls, commitments } = incident;
  return (
    <Stack gap="sm">
      <LineField label="What it is called" value={title} onChange={(next) => change({ title: next })} />
      <NativeSelect
        label="Why it belongs here"
        value={cause}
        data={incidentCauses.map((value) => ({ value, label: incidentCauseTitles[value] }))}
        onChange={(event) =>
          change({ cause: incidentCauses.find((each) => each === event.currentTarget.value) ?? cause })
        }
      />
      <SentencesField
        label="What happened"
        description="Without a detail that would help an attacker: the report goes to readers."
        value={nature}
        onChange={(next) => change({ nature: next })}
      />
      <Group grow align="flex-end">
        <DayField label="From" value={from} onChange={(next) => change({ from: next })} />
        <DayField
          label="Until"
          description="Empty while it lasts, or where it is not known."
          value={to}
          onChange={(next) => change({ to: next })}
        />
      </Group>
      <SentencesField
        label="How far it went"
        description="Users, data, time."
        value={effect}
        onChange={(next) => change({ effect: next })}
      />
      <SentencesField
        label="What was done"
        description="And what keeps it from coming again."
        value={disposition}
        onChange={(next) => change({ disposition: next })}
      />
      <MultiSelect
        label="Controls that failed"
        searchable
        hidePickedOptions
        nothingFoundMessage="No such control is described"
        data={withStrange(
          whole.controls.map((each) => ({ value: each.code, label: `${each.code} ${each.title}` })),
          controls,
        )}
        value={controls}
        onChange={(next) => change({ controls: next })}
      />
      <MultiSelect
        label="Commitments that it broke"
        searchable
        hidePickedOptions
        nothingFoundMessage="No such commitment is in the scope"
        data={withStrange(
          whole.commitments.map(({ id, name }) => ({ value: id, label: name })),
          commitments,
        )}
        value={commitments}
        onChange={(next) => change({ commitments: next })}
      />
      {cause === 'unknown' ? (
        <Text size="xs" c="dimmed">
          An incident that neither came from a control nor broke a promise in a way that matters does not belong here.
        </Text>
      ) : null}
    </Stack>
  );
}

/** What was chosen once stays to be seen and taken out, also where it is described no more. */
function withStrange(
  known: { value: string; label: string }[],
  chosen: readonly string[],
): { value: string; label: string }[] {
  const strange = chosen.filter((each) => !known.some(({ value }) => value === each));
  return [...known, ...strange.map((value) => ({ value, label: `${value}, not described` }))];
}
