import { Button, Group, Stack, Text } from '@mantine/core';
import type { Description, DescriptionBodyOf, RecordedIncident } from '@tickmark/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import lists from '../../ui/list.module.css';
import { AsWritten } from '../../ui/as-written.tsx';
import { quantity } from '../../ui/moment.ts';
import { Note, sayWithUndo } from '../../ui/notices.tsx';
import { Panel } from '../../ui/panel.tsx';
import classes from './descriptions.module.css';
import type { Put } from './use-part.ts';

interface Props {
  incidents: Description['incidents'];
  body: DescriptionBodyOf<'dc4'>;
  put: Put<DescriptionBodyOf<'dc4'>>;
  /** Makes it one that is told, and opens its fields. */
  onTell: (incident: RecordedIncident) => void;
}

/** Rows that are shown at once. */
const page = 25;

/** Incidents of the frozen population: each is told, or set aside as one of another kind. */
export function RecordedIncidents({ incidents, body, put, onTell }: Props) {
  const [shown, setShown] = useState(page);
  if (incidents === null)
    return (
      <Note>
        No population of incidents is frozen for these days, so nothing here says whether there were any.{' '}
        <Link to="/populations" className="tm-link">
          Populations
        </Link>
      </Note>
    );
  const { population, items } = incidents;
  const link = (
    <Link to="/populations/$id" params={{ id: population.id }} className="tm-link">
      Population of incidents, version {population.version}
    </Link>
  );
  if (items.length === 0) return <Note>No incident is on record: {link}. Look elsewhere too before you say so.</Note>;
  const told = new Set(body.incidents.map(({ record }) => record));
  const open = items.filter(({ record }) => !told.has(record) && !body.setAside.includes(record));
  const setAside = (records: readonly string[]): void => {
    put((before) => ({ ...before, setAside: [...new Set([...before.setAside, ...records])] }));
    sayWithUndo(`${quantity(records.length, 'incident')} set aside.`, () => takeBack(records));
  };
  const takeBack = (records: readonly string[]): void =>
    put((before) => ({ ...before, setAside: before.setAside.filter((each) => !records.includes(each)) }));
  return (
    <Stack gap="sm">
      <Text size="sm">
        {quantity(population.rows, 'incident')} on record, {open.length} not looked at: {link}.
        {population.rows > items.length
          ? ` The first ${items.length} are shown; the others have to be looked at there.`
          : ''}{' '}
        Set aside those that came from no control and broke no promise in a way that matters.
      </Text>
      {open.length < 2 ? null : (
        <Button
          size="compact-sm"
          variant="default"
          style={{ alignSelf: 'start' }}
          onClick={() => setAside(open.map(({ record }) => record))}
        >
          Set the other {open.length} aside
        </Button>
      )}
      <ul className={lists.panels} aria-label="Incidents on record">
        {items.slice(0, shown).map((incident) => (
          <li key={incident.record}>
            <OneRecorded
              incident={incident}
              standing={told.has(incident.record) ? 'told' : body.setAside.includes(incident.record) ? 'aside' : 'open'}
              onTell={() => onTell(incident)}
              onSetAside={() => setAside([incident.record])}
              onTakeBack={() => takeBack([incident.record])}
            />
          </li>
        ))}
      </ul>
      {items.length <= shown ? null : (
        <Button
          variant="default"
          size="compact-sm"
          style={{ alignSelf: 'start' }}
          onClick={() => setShown(shown + page)}
        >
          Show more of {items.length}
        </Button>
      )}
    </Stack>
  );
}

const standingWords = { told: 'Told below', aside: 'Set aside', open: 'Not looked at' };

interface OneProps {
  incident: RecordedIncident;
  standing: keyof typeof standingWords;
  onTell: () => void;
  onSetAside: () => void;
  onTakeBack: () => void;
}

function OneRecorded({ incident, standing, onTell, onSetAside, onTakeBack }: OneProps) {
  const { record, title, from, to, said } = incident;
  return (
    <Panel p="sm">
      <Group justify="space-between" gap="xs" align="flex-start">
        <div style={{ flex: '1 1 280px', minWidth: 0 }}>
          <Text size="sm" fw={600} className={classes.what}>
            {from ?? 'No day'} · <AsWritten text={title} />
          </Text>
          <Text size="sm" c="dimmed" className={classes.what}>
            <AsWritten
              text={[...(title === record ? [] : [record]), ...said, ...(to === null ? [] : [`until ${to}`])].join(
                ', ',
              )}
            />
          </Text>
          <Text size="sm">{standingWords[standing]}</Text>
        </div>
        {standing === 'told' ? null : (
          <Group gap="xs">
            {standing === 'open' ? (
              <Button size="compact-sm" variant="default" aria-label={`Set aside: ${title}`} onClick={onSetAside}>
                Set aside
              </Button>
            ) : (
              <Button size="compact-sm" variant="default" aria-label={`Take back: ${title}`} onClick={onTakeBack}>
                Take back
              </Button>
            )}
            <Button size="compact-sm" aria-label={`Tell it: ${title}`} onClick={onTell}>
              Tell it
            </Button>
          </Group>
        )}
      </Group>
    </Panel>
  );
}
