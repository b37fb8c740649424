import { Button, Group, Stack, Text } from '@mantine/core';
import type { Description, DescriptionBody, DescriptionFinding, DescriptionPart, TextBlock } from '@tickmark/core';
import { descriptionPartWords, type DescriptionPartId } from '@tickmark/core/description-words';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import lists from '../../ui/list.module.css';
import { quantity } from '../../ui/moment.ts';
import { Note } from '../../ui/notices.tsx';
import { Panel } from '../../ui/panel.tsx';
import { PolicyEditor, type PolicyEditorHandle } from '../policies/editor/editor.tsx';
import { goToFinding } from '../policies/editor/go-to.ts';
import type { Latest } from '../policies/editor/latest.ts';
import { SavedNote } from '../policies/editor/saved-note.tsx';
import { Conflict, Recovered } from '../policies/editor/two-texts.tsx';
import { Finding } from '../policies/findings.tsx';
import { TextBlocks } from '../policies/text-blocks.tsx';
import { SignificantChanges } from './changes.tsx';
import classes from './descriptions.module.css';
import { NoneField } from './fields.tsx';
import { Incidents } from './incidents.tsx';
import { partStanding, partTitle } from './part-words.ts';
import { Points } from './points.tsx';
import { useWriting, type Put } from './use-part.ts';

const route = getRouteApi('/inside/description');

interface Props {
  whole: Description;
  part: DescriptionPart;
  mayWrite: boolean;
  /** Where the page finds how to save at once what is not saved. */
  flush: Latest<() => Promise<void>>;
  reread: () => Promise<Description | undefined>;
  /** Begins the part anew with what is saved. */
  onAnew: () => void;
}

/** One part: what it asks, what is written, what is missing, and what the records hold. */
export function Part({ whole, part, mayWrite, flush, reread, onAnew }: Props) {
  const { id } = part;
  if (part.state === 'not-applicable')
    return (
      <section aria-label={partTitle(id)}>
        <h2>{partTitle(id)}</h2>
        <Note>It does not apply: a Type 1 speaks of one day, and this part tells of changes within a period.</Note>
      </section>
    );
  return <Writing whole={whole} part={part} mayWrite={mayWrite} flush={flush} reread={reread} onAnew={onAnew} />;
}

function Writing({ whole, part, mayWrite, flush, reread, onAnew }: Props) {
  const { id } = part;
  const engagementId = whole.engagement.id;
  const editor = useRef<PolicyEditorHandle>(null);
  const { body, put, begin, begun, saving, based } = useWriting(engagementId, part);
  const ofPart = async (): Promise<DescriptionPart | undefined> =>
    (await reread())?.parts.find((each) => each.id === id);

  useEffect(() => {
    flush.set(saving.flush);
  }, [flush, saving.flush]);

  const others = part.revision > based && saving.state === 'saved' && saving.recovered === null;
  return (
    <Stack gap="lg" component="section" aria-label={partTitle(id)}>
      <div>
        <Group justify="space-between" gap="xs">
          <h2 style={{ margin: 0 }}>{partTitle(id)}</h2>
          {mayWrite ? <SavedNote standing={saving} /> : null}
        </Group>
        <Text size="sm" c="dimmed">
          {partStanding(part)}
        </Text>
      </div>
      <Asks id={id} begun={!mayWrite || body.blocks.length > 0} />
      {saving.recovered === null ? null : (
        <Recovered
          said={`It has ${quantity(saving.recovered.blocks.length, 'paragraph')} of this part.`}
          kept={saving.recovered}
          renderText={({ blocks }) => <TextBlocks blocks={blocks} />}
          onTake={(kept) => {
            begin(kept);
            saving.resolve('mine');
          }}
          onLet={() => saving.resolve('theirs')}
        />
      )}
      {saving.state === 'conflict' ? (
        <Conflict
          reread={ofPart}
          renderText={({ own, filled }) => <TextBlocks blocks={[...own.blocks, ...filled]} />}
          onChoose={(choice, theirs) => {
            if (choice === 'theirs') begin(theirs.own);
            saving.resolve(choice);
            if (choice === 'theirs') onAnew();
          }}
        />
      ) : null}
      {others ? (
        <Note>
          Somebody else changed this part meanwhile.{' '}
          <Button size="compact-sm" variant="default" onClick={onAnew}>
            Show what they wrote
          </Button>
        </Note>
      ) : null}
      <div>
        <h3 className={classes.title}>In your own words</h3>
        {!mayWrite && body.blocks.length === 0 ? (
          <Note>Nothing is written yet.</Note>
        ) : (
          <PolicyEditor
            key={begun}
            ref={editor}
            kind="part"
            label={`${partTitle(id)}, in your own words`}
            blocks={body.blocks}
            tags={nothing}
            controls={nothing}
            editable={mayWrite}
            onChange={(blocks: TextBlock[]) => put((before) => ({ ...before, blocks }))}
          />
        )}
      </div>
      <Findings findings={part.findings} onGoTo={(finding) => goToFinding(editor.current, finding)} />
      <Told key={`told ${begun}`} body={body} put={put} whole={whole} part={part} readOnly={!mayWrite} />
      <div>
        <h3 className={classes.title}>Points</h3>
        <Points points={part.points} />
      </div>
      <Filled part={part} />
    </Stack>
  );
}

const nothing: readonly never[] = [];

/** What a part asks, its questions and an example; open while nothing is written. */
function Asks({ id, begun }: { id: DescriptionPartId; begun: boolean }) {
  const { asks, questions, example } = descriptionPartWords[id];
  const [open, setOpen] = useState(!begun);
  return (
    <Stack gap="xs">
      <Text size="sm">{asks}</Text>
      <Button
        size="compact-sm"
        variant="default"
        style={{ alignSelf: 'flex-start' }}
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        {open ? 'Hide questions and example' : 'Questions and an example'}
      </Button>
      {open ? (
        <Panel p="sm">
          <Text size="sm" fw={600}>
            What a good text answers
          </Text>
          <ul className={classes.plain}>
            {questions.map((question) => (
              <li key={question}>{question}</li>
            ))}
          </ul>
          <Text size="sm" fw={600} mt="sm">
            Example, of an invented company
          </Text>
          <Text size="sm" fs="italic">
            {example}
          </Text>
        </Panel>
      ) : null}
    </Stack>
  );
}

function Findings(props: { findings: readonly DescriptionFinding[]; onGoTo: (finding: DescriptionFinding) => void }) {
  if (props.findings.length === 0) return null;
  return (
    <div>
      <h3 className={classes.title}>What readers would question in your words</h3>
      <ul className={lists.panels} aria-label="What readers would question">
        {props.findings.map((finding, place) => (
          <li key={place}>
            <Panel p="sm">
              <Finding finding={finding} onGoTo={props.onGoTo} />
            </Panel>
          </li>
        ))}
      </ul>
    </div>
  );
}

interface ToldProps {
  body: DescriptionBody;
  put: Put<DescriptionBody>;
  whole: Description;
  part: DescriptionPart;
  readOnly: boolean;
}

/** What is told one by one, or that there is none, in the parts that ask for it. */
function Told({ body, put, whole, part, readOnly }: ToldProps) {
  const { entry } = route.useSearch();
  const navigate = route.useNavigate();
  const entries = {
    whole,
    points: part.points,
    opened: entry,
    onOpen: (next: string | undefined): void =>
      void navigate({ search: (s) => ({ ...s, entry: next }), replace: true, resetScroll: false }),
  };
  // Whoever does not write reads it below; what was decided not to be significant stands nowhere else.
  if (readOnly && body.part !== 'dc9') return null;
  switch (body.part) {
    case 'dc4':
      return (
        <div>
          <h3 className={classes.title}>Incidents</h3>
          <Incidents
            body={body}
            put={(next) => put((before) => (before.part === 'dc4' ? next(before) : before))}
            {...entries}
          />
        </div>
      );
    case 'dc9':
      return (
        <div>
          <h3 className={classes.title}>Changes</h3>
          <SignificantChanges
            body={body}
            put={(next) => put((before) => (before.part === 'dc9' ? next(before) : before))}
            {...entries}
            readOnly={readOnly}
          />
        </div>
      );
    case 'dc6':
    case 'dc7':
      return (
        <div>
          <h3 className={classes.title}>Where there is none</h3>
          <NoneField
            words={descriptionPartWords[body.part].none ?? ''}
            value={body.none}
            onChange={(none) => put((before) => ('none' in before ? { ...before, none } : before))}
            lookedIn="Such as contracts, the list of vendors and the commitments."
            contradicted={part.points.some(({ code }) => code === 'none-and-some')}
          />
        </div>
      );
    default:
      return null;
  }
}

/** What the records hold, as it stands below one's own words, and where it is taken from. */
function Filled({ part: { id, filled } }: { part: DescriptionPart }) {
  return (
    <div>
      <h3 className={classes.title}>What the records hold</h3>
      <Text size="sm" c="dimmed" mb="xs">
        It stands below your own words and is not written here. Taken from: {descriptionPartWords[id].filledFrom}{' '}
        <RecordsLink id={id} />
      </Text>
      {filled.length === 0 ? <Note>The records hold nothing for it yet.</Note> : <TextBlocks blocks={filled} />}
    </div>
  );
}

function RecordsLink({ id }: { id: DescriptionPartId }) {
  const look = { className: 'tm-link' };
  switch (id) {
    case 'dc4':
      return (
        <Link to="/populations" {...look}>
          Populations
        </Link>
      );
    case 'environment':
    case 'dc5':
      return (
        <Link to="/controls" {...look}>
          Controls
        </Link>
      );
    case 'dc8':
      return (
        <Link to="/coverage" {...look}>
          Coverage
        </Link>
      );
    case 'dc9':
      return (
        <Link to="/scope" search={{ tab: 'changes' }} {...look}>
          Changes of the scope
        </Link>
      );
    default:
      return (
        <Link to="/scope" search={{ kind: scopeKindOf[id] }} {...look}>
          Scope
        </Link>
      );
  }
}

const scopeKindOf: Partial<Record<DescriptionPartId, string>> = {
  dc1: 'service',
  dc2: 'commitment',
  dc6: 'cuec',
  dc7: 'vendor',
};
