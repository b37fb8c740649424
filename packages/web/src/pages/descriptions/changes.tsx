import { Button, Group, Radio, Stack, Text, VisuallyHidden } from '@mantine/core';
import type {
  ChangeDecision,
  DatedChange,
  Description,
  DescriptionBodyOf,
  DescriptionPoint,
  ToldChange,
} from '@tickmark/core';
import { descriptionPartWords } from '@tickmark/core/description-words';
import { getRouteApi } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { randomId } from '../../api/random-key.ts';
import lists from '../../ui/list.module.css';
import { AsWritten } from '../../ui/as-written.tsx';
import { Choice } from '../../ui/choice.tsx';
import { quantity } from '../../ui/moment.ts';
import { Note, sayWithUndo } from '../../ui/notices.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Over } from '../../ui/side.tsx';
import classes from './descriptions.module.css';
import { Entries } from './entries.tsx';
import { DayField, LineField, NoneField, SentencesField } from './fields.tsx';
import type { Put } from './use-part.ts';

const route = getRouteApi('/inside/description');

interface Props {
  body: DescriptionBodyOf<'dc9'>;
  put: Put<DescriptionBodyOf<'dc9'>>;
  whole: Description;
  points: readonly DescriptionPoint[];
  opened: string | undefined;
  onOpen: (id: string | undefined) => void;
  readOnly: boolean;
}

/** DC 9: what of the changes on record is significant, what stands in no record, or that there was none. */
export function SignificantChanges({ body, put, whole, points, opened, onOpen, readOnly }: Props) {
  const some = body.told.length > 0 || body.decisions.some(({ significant }) => significant);
  return (
    <Stack gap="md">
      <OnRecord changes={whole.changes} body={body} put={put} entry={opened} readOnly={readOnly} />
      {readOnly ? null : (
        <>
          <h4 className={classes.title}>Changes that stand in no record</h4>
          <Entries<ToldChange>
            label="Changes that stand in no record"
            items={body.told}
            titleOf={({ what }) => what}
            said={({ day }) => (day === null ? 'Since when is not said' : `Since ${day}`)}
            points={points}
            opened={opened}
            onOpen={onOpen}
            onPut={(change) => put((before) => ({ ...before, told: change(before.told) }))}
            make={(what) => ({ id: randomId(), what, day: null, before: null, now: null, effect: null })}
            add={{ button: 'Tell a change', field: 'What changed' }}
            renderFields={(told, change) => <ToldFields told={told} change={change} />}
          />
          <NoneField
            words={descriptionPartWords.dc9.none ?? ''}
            value={body.none}
            onChange={(none) => put((before) => ({ ...before, none }))}
            lookedIn="Such as tickets, release notes, contracts and what was decided."
            contradicted={some}
          />
        </>
      )}
    </Stack>
  );
}

type Shown = 'undecided' | 'significant' | 'other';
const shownWords: Record<Shown, string> = {
  undecided: 'Not decided',
  significant: 'Significant',
  other: 'Not significant',
};

/** Rows that are shown at once. */
const page = 25;

function OnRecord({
  changes,
  body,
  put,
  entry,
  readOnly,
}: Pick<Props, 'body' | 'put' | 'readOnly'> & { changes: readonly DatedChange[]; entry: string | undefined }) {
  const { show } = route.useSearch();
  const navigate = route.useNavigate();
  const [rows, setRows] = useState(page);
  const [asking, setAsking] = useState(false);
  const decided = new Map(body.decisions.map((each) => [each.key, each]));
  const standing = ({ key }: DatedChange): Shown => {
    const { significant } = decided.get(key) ?? {};
    return significant === undefined ? 'undecided' : significant ? 'significant' : 'other';
  };
  const undecided = changes.filter((change) => standing(change) === 'undecided');
  const shown = changes.filter((change) => show === undefined || standing(change) === show || change.key === entry);
  const upTo = Math.max(rows, shown.findIndex(({ key }) => key === entry) + 1);

  useEffect(() => {
    const place = entry === undefined ? null : document.getElementById(entry);
    place?.scrollIntoView({ block: 'center' });
    place?.focus({ preventScroll: true });
  }, [entry]);

  const decide = (decision: ChangeDecision): void =>
    put((before) => ({
      ...before,
      decisions: before.decisions.some(({ key }) => key === decision.key)
        ? before.decisions.map((each) => (each.key === decision.key ? decision : each))
        : [...before.decisions, decision],
    }));
  const markRest = (): void => {
    const keys = new Set(undecided.map(({ key }) => key));
    put((before) => ({
      ...before,
      decisions: [...before.decisions, ...[...keys].map((key) => ({ key, significant: false, effect: null }))],
    }));
    setAsking(false);
    sayWithUndo(`${quantity(keys.size, 'change')} marked as not significant.`, () =>
      put((before) => ({
        ...before,
        decisions: before.decisions.filter(({ key, significant }) => significant || !keys.has(key)),
      })),
    );
  };

  if (changes.length === 0)
    return (
      <Note>
        No change of the scope or of a control is on record within the period. Whether something else changed, records
        do not say.
      </Note>
    );
  return (
    <Stack gap="sm">
      <Text size="sm">
        {quantity(changes.length, 'change')} on record within the period, {undecided.length} not decided. Significant is
        what would change how a reader sees the system.
      </Text>
      <Group gap="xs" component="section" aria-label="Which changes">
        {(['undecided', 'significant', 'other'] as const).map((each) => (
          <Choice
            key={each}
            on={show === each}
            onToggle={(on) =>
              void navigate({ search: (s) => ({ ...s, show: on ? each : undefined, entry: undefined }), replace: true })
            }
          >
            {shownWords[each]} {changes.filter((change) => standing(change) === each).length}
          </Choice>
        ))}
        {readOnly || undecided.length < 2 ? null : (
          <Button size="compact-sm" variant="default" onClick={() => setAsking(true)}>
            Mark the rest as not significant
          </Button>
        )}
      </Group>
      <ul className={lists.panels} aria-label="Changes on record">
        {shown.slice(0, upTo).map((change) => (
          <li key={change.key} id={change.key} tabIndex={-1}>
            <OneChange change={change} decision={decided.get(change.key)} onDecide={decide} readOnly={readOnly} />
          </li>
        ))}
      </ul>
      {shown.length <= upTo ? null : (
        <Button variant="default" size="compact-sm" style={{ alignSelf: 'start' }} onClick={() => setRows(upTo + page)}>
          Show more of {shown.length}
        </Button>
      )}
      <Over opened={asking} onClose={() => setAsking(false)} title="Mark the rest as not significant" size="md">
        <Stack gap="md">
          <Text size="sm">
            {quantity(undecided.length, 'change')} {undecided.length === 1 ? 'is' : 'are'} not decided. You say of each
            that no reader has to know of it: none of them stands in the description then.
          </Text>
          <Group gap="xs">
            <Button onClick={markRest}>Mark {undecided.length} as not significant</Button>
            <Button variant="default" onClick={() => setAsking(false)}>
              Cancel
            </Button>
          </Group>
        </Stack>
      </Over>
    </Stack>
  );
}

interface OneProps {
  change: DatedChange;
  decision: ChangeDecision | undefined;
  onDecide: (decision: ChangeDecision) => void;
  readOnly: boolean;
}

function OneChange({ change, decision, onDecide, readOnly }: OneProps) {
  const { key, day, name, did, why, fields, all } = change;
  const called = `${name}, ${did} on ${day}`;
  return (
    <Panel p="sm">
      <Stack gap="xs">
        <div>
          <Text size="sm" fw={600} className={classes.what}>
            {day} · <AsWritten text={name} />
          </Text>
          <Text size="sm" c="dimmed" className={classes.what}>
            {did}
            {why === '' ? null : (
              <>
                {': '}
                <AsWritten text={why} />
              </>
            )}
          </Text>
        </div>
        {fields.length === 0 ? (
          <Text size="sm" className={classes.what}>
            <AsWritten text={all} />
          </Text>
        ) : (
          <ul className={classes.plain}>
            {fields.map(({ title, before, now }) => (
              <li key={title}>
                {title}: before <AsWritten text={before === '' ? 'nothing' : before} />; now{' '}
                <AsWritten text={now === '' ? 'nothing' : now} />
              </li>
            ))}
          </ul>
        )}
        {readOnly ? (
          <Decided decision={decision} />
        ) : (
          <>
            {' '}
            <Radio.Group
              label={
                <>
                  Would a reader want to know of it?<VisuallyHidden> {called}</VisuallyHidden>
                </>
              }
              value={decision === undefined ? null : decision.significant ? 'yes' : 'no'}
              onChange={(value) => onDecide({ key, significant: value === 'yes', effect: decision?.effect ?? null })}
            >
              <Group gap="md">
                <Radio value="yes" label="Significant" />
                <Radio value="no" label="Not significant" />
              </Group>
            </Radio.Group>
            {decision?.significant === true ? (
              <SentencesField
                label="What it meant for commitments and requirements"
                description="That nothing changed for them is an answer."
                value={decision.effect}
                onChange={(effect) => onDecide({ ...decision, effect })}
              />
            ) : null}
          </>
        )}
      </Stack>
    </Panel>
  );
}

/** What was decided, for whoever does not decide. */
function Decided({ decision }: { decision: ChangeDecision | undefined }) {
  if (decision === undefined) return <Text size="sm">Not decided yet.</Text>;
  const { significant, effect } = decision;
  return (
    <Text size="sm" className={classes.what}>
      {significant ? 'Significant. ' : 'Not significant.'}
      {significant ? <AsWritten text={effect ?? 'What it meant is not said yet.'} /> : null}
    </Text>
  );
}

interface ToldProps {
  told: ToldChange;
  change: (part: Partial<ToldChange>) => void;
}

function ToldFields({ told, change }: ToldProps) {
  return (
    <Stack gap="sm">
      <LineField label="What changed" value={told.what} onChange={(what) => change({ what })} />
      <DayField label="Since" value={told.day} onChange={(day) => change({ day })} />
      <SentencesField
        label="How it was"
        description="The control among it."
        value={told.before}
        onChange={(before) => change({ before })}
      />
      <SentencesField label="How it is" value={told.now} onChange={(now) => change({ now })} />
      <SentencesField
        label="What it meant for commitments and requirements"
        description="That nothing changed for them is an answer."
        value={told.effect}
        onChange={(effect) => change({ effect })}
      />
    </Stack>
  );
}
