import { Group, Stack, Text } from '@mantine/core';
import type { Decision, Standing } from '@tickmark/core';
import { Link } from '@tanstack/react-router';
import { stateWords } from '../../glossary/states.ts';
import { utc } from '../../ui/moment.ts';
import { Warning } from '../../ui/notices.tsx';
import { Panel } from '../../ui/panel.tsx';
import { StateBadge } from '../../ui/state-badge.tsx';

/** The decision in force, how the subject follows from other decisions, or that nobody decided. */
export function Decided({ standing }: { standing: Standing | undefined }) {
  if (standing === undefined) return null;
  const [newest] = standing.decisions;
  if (newest !== undefined && !standing.overtaken) return <StateBadge state={newest.conclusion} />;
  if (standing.follows !== standing.proposal) {
    return (
      <Group gap={6}>
        <StateBadge state={standing.follows} />
        <Text size="xs" c="dimmed">
          {standing.overtaken ? 'decision overtaken' : 'follows from decisions'}
        </Text>
      </Group>
    );
  }
  return (
    <Text size="sm" c="dimmed" component="span">
      {standing.overtaken ? 'Decision overtaken' : 'Not decided'}
    </Text>
  );
}

/** The decision next to a proposal, told apart from it. */
export function DecidedBeside({ standing }: { standing: Standing | undefined }) {
  if (!isSettled(standing)) return <Decided standing={standing} />;
  return (
    <>
      <Text size="sm" c="dimmed" component="div">
        Decided:
      </Text>
      <Decided standing={standing} />
    </>
  );
}

export function standingOf(standings: readonly Standing[], on: Standing['on'], subject: string): Standing | undefined {
  return standings.find((s) => s.on === on && s.subject === subject);
}

/** Whether somebody decided on it, or on what it follows from. */
function isSettled(standing: Standing | undefined): boolean {
  return standing !== undefined && (standing.decisions.length > 0 || standing.follows !== standing.proposal);
}

/** What `decided` sorts by and what stands in the CSV. */
export function decidedWord(standing: Standing | undefined): string {
  if (standing === undefined) return '';
  if (!isSettled(standing)) return 'Not decided';
  return stateWords[standing.concluded].word;
}

/** Every decision with who, when and why; superseded ones too. */
export function Decisions({ standing }: { standing: Standing }) {
  const { decisions, overtaken } = standing;
  if (decisions.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        Nobody has decided yet. The proposal is what rules give.
      </Text>
    );
  }
  return (
    <Stack gap="xs">
      {overtaken ? (
        <Warning>
          A later decision made what the rules give harsher: {stateWords[standing.follows].word}. That counts until
          somebody decides again.
        </Warning>
      ) : null}
      {decisions.map((decision, place) => (
        <OneDecision key={decision.id} decision={decision} superseded={place > 0} />
      ))}
    </Stack>
  );
}

function held({ softer, conclusion, against }: Decision): string {
  if (softer) return 'Softer than';
  return conclusion === against ? 'The same as' : 'Harsher than';
}

function OneDecision({ decision, superseded }: { decision: Decision; superseded: boolean }) {
  return (
    <Panel p="sm">
      <Group gap="xs">
        <StateBadge state={decision.conclusion} />
        {superseded ? (
          <Text size="xs" c="dimmed">
            superseded
          </Text>
        ) : null}
      </Group>
      <Text size="sm" mt={4}>
        {decision.decidedBy.name}, {utc(decision.decidedAt)} UTC,{' '}
        <Link to="/log" search={{ entry: String(decision.entryIndex) }} className="tm-link">
          log entry {decision.entryIndex}
        </Link>
      </Text>
      <Text size="sm" c="dimmed">
        {held(decision)} what the rules gave: {stateWords[decision.against].word}.
        {decision.explainedToo ? ' The same person recorded a cause of its deviations.' : ''}
      </Text>
      {decision.reason === null ? null : (
        <Text size="sm" mt={4} style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
          {decision.reason}
        </Text>
      )}
    </Panel>
  );
}
