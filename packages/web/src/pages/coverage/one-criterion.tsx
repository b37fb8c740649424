import { Stack, Text, Title } from '@mantine/core';
import type { CoveringControl, CriterionCoverage, Hole } from '@tickmark/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useOperation } from '../../queries.ts';
import { useMay } from '../../shell/current.ts';
import { Note, Warning } from '../../ui/notices.tsx';
import { OpensForm } from '../../ui/opens-form.tsx';
import { Facts } from '../../ui/panel.tsx';
import { Side } from '../../ui/side.tsx';
import { WordsBadge } from '../../ui/state-badge.tsx';
import { Moment } from '../../ui/values.tsx';
import classes from './coverage.module.css';
import { MarkForm } from './mark-form.tsx';
import { coverageWords } from './states.ts';

interface Props {
  engagementId: string;
  criterion: CriterionCoverage | undefined;
  controls: readonly CoveringControl[];
  onClose: () => void;
}

/** One criterion: its controls and their days, what is missing and where that is mended, and whether it is relevant. */
export function OneCriterion({ criterion, onClose, ...of }: Props) {
  return (
    <Side opened={criterion !== undefined} onClose={onClose} size="lg" title={criterion?.criterion ?? ''}>
      {criterion === undefined ? null : <Opened key={criterion.criterion} criterion={criterion} {...of} />}
    </Side>
  );
}

function Opened({
  engagementId,
  criterion,
  controls,
}: Omit<Props, 'onClose' | 'criterion'> & { criterion: CriterionCoverage }) {
  const may = useMay('engagements.manage');
  const [warnings, setWarnings] = useState<readonly { message: string; source: string }[]>([]);
  const { criterion: id, state, holes, decision } = criterion;
  const own = controls.filter(({ code }) => criterion.controls.includes(code));
  const risks = useOperation('risks.list', { criterion: id, limit: 50 });
  const relevant = decision?.relevant !== false;
  return (
    <Stack gap="lg">
      <Text>{criterion.summary}</Text>
      <Facts
        facts={[
          ['State', <WordsBadge key="s" words={coverageWords[state]} />],
          ['Series', criterion.seriesName],
          ['Applies', criterion.common ? 'To every engagement: one of the 33 common criteria' : 'By its category'],
        ]}
      />
      {decision === null ? null : (
        <section>
          <Title order={3} mb={4}>
            {relevant ? 'Relevant again' : 'Not relevant'}
          </Title>
          <Text size="sm">{decision.reason}</Text>
          <Text size="xs" c="dimmed">
            {decision.by.name ?? 'Somebody'}, <Moment at={decision.at} />, log entry {decision.entryIndex}
          </Text>
        </section>
      )}
      {warnings.map(({ message, source }) => (
        <Warning key={message} source={source}>
          {message}
        </Warning>
      ))}
      {relevant ? (
        <section>
          <Title order={3} mb={4}>
            What is missing
          </Title>
          {holes.length === 0 ? (
            <Text size="sm">Nothing of this. Whether the controls work is for tests to show.</Text>
          ) : (
            <ul className={classes.list}>
              {holes.map((hole) => (
                <li key={hole.code}>
                  <Text size="sm">
                    {hole.sentence} <Mend hole={hole} criterion={id} />
                  </Text>
                </li>
              ))}
            </ul>
          )}
        </section>
      ) : null}
      <section>
        <Title order={3} mb={4}>
          Your controls
        </Title>
        {own.length === 0 ? (
          <Text size="sm">None in force on these days.</Text>
        ) : (
          <ul className={classes.list}>
            {own.map((control) => (
              <li key={control.code}>
                <Text size="sm">
                  <Link to="/controls/$code" params={{ code: control.code }} className="tm-link">
                    {control.code}
                  </Link>{' '}
                  {control.title}
                  {control.whole
                    ? ', on every day'
                    : `, ${control.days.map(({ from, to }) => (from === to ? from : `${from} to ${to}`)).join(', ')}`}
                </Text>
              </li>
            ))}
          </ul>
        )}
      </section>
      {risks.data === undefined || risks.data.total === 0 ? null : (
        <section>
          <Title order={3} mb={4}>
            Risks that threaten it
          </Title>
          <ul className={classes.list}>
            {risks.data.items.map(({ code, title }) => (
              <li key={code}>
                <Link to="/controls" search={{ tab: 'risks', open: code }} className="tm-link">
                  {code}
                </Link>{' '}
                {title}
              </li>
            ))}
          </ul>
        </section>
      )}
      <Text size="sm">
        <Link to="/controls" search={{ tab: 'catalogue', criterion: id }} className="tm-link">
          Controls of the catalogue for {id}
        </Link>
        {' · '}
        <Link to="/readiness" search={{ criterion: id }} className="tm-link">
          Questions about it
        </Link>
      </Text>
      {may ? (
        <OpensForm label={relevant ? 'Mark as not relevant' : 'Mark as relevant again'}>
          {(close) => (
            <MarkForm
              engagementId={engagementId}
              criterion={criterion}
              onCancel={close}
              onDone={(said) => {
                setWarnings(said);
                close();
              }}
            />
          )}
        </OpensForm>
      ) : null}
      {relevant && may ? (
        <Note>
          What a vendor does for you, or what did not happen, is still relevant. “Not relevant” stands in the
          description of your system with its reason.
        </Note>
      ) : null}
    </Stack>
  );
}

/** The way to where a hole is mended. */
function Mend({ hole: { code, controls }, criterion }: { hole: Hole; criterion: string }) {
  const [first] = controls;
  switch (code) {
    case 'no-control':
    case 'days-without-control':
      return (
        <Link to="/controls" search={{ tab: 'catalogue', criterion }} className="tm-link">
          Find one
        </Link>
      );
    case 'not-in-force':
      return (
        <Link to="/controls" search={{ tab: 'adopted', criterion, retired: 'show' }} className="tm-link">
          Look at them
        </Link>
      );
    case 'no-owner':
      return (
        <Link to="/controls" search={{ tab: 'adopted', criterion, without: 'owner' }} className="tm-link">
          Name owners
        </Link>
      );
    case 'no-test':
      return (
        <Link to="/tests" search={{ tab: 'library', search: first }} className="tm-link">
          Find a test
        </Link>
      );
    case 'no-evidence':
      return (
        <Link to="/evidence" search={{ control: first }} className="tm-link">
          Bring evidence
        </Link>
      );
  }
}
