import { Button, Group, Text, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { Output } from '../../api/client.ts';
import { AsWritten } from '../../ui/as-written.tsx';
import { Facts } from '../../ui/panel.tsx';
import { FindingBadge } from './plan-state.tsx';
import classes from './plan.module.css';

type Roadmap = Output<'plan.roadmap'>;

/** Findings that are shown before somebody asks for the others. */
const firstFindings = 6;

/** What is impossible, late or unknown, the gravest first. */
export function Findings({ roadmap: { findings, more } }: { roadmap: Roadmap }) {
  const [all, setAll] = useState(false);
  const shown = all ? findings : findings.slice(0, firstFindings);
  return (
    <section aria-label="What the roadmap tells">
      <ul className={classes.list}>
        {shown.map(({ code, kind, words, items }) => (
          <li key={`${code} ${items.join()}`}>
            <Group gap="sm" align="flex-start" wrap="nowrap">
              <div style={{ flex: 'none', minWidth: 122 }}>
                <FindingBadge kind={kind} />
              </div>
              <Text size="sm">
                <AsWritten text={words} />
              </Text>
            </Group>
          </li>
        ))}
      </ul>
      {shown.length < findings.length ? (
        <Button variant="default" size="xs" mt="xs" onClick={() => setAll(true)}>
          Show {findings.length - shown.length} more
        </Button>
      ) : null}
      {more === 0 || !all ? null : <Text size="sm">{more} more are counted and not listed.</Text>}
    </section>
  );
}

/** When the work ends, when the report can be there, and what that waits for. */
export function Outlook({
  roadmap: { ready, readyBy, earliest, drafted, wished, criticalPath, titles },
}: {
  roadmap: Roadmap;
}) {
  const code = new Map(titles.map((each) => [each.id, each.code]));
  return (
    <Facts
      facts={[
        [
          'Critical and high items end',
          ready.on === null
            ? `Cannot be told; not before ${ready.notBefore}`
            : ready.shortest
              ? `${ready.on}; no order of work is faster`
              : `${ready.on}; none ends before ${ready.notBefore}, and whether one ends sooner than this is not shown`,
        ],
        ['They have to end by', readyBy ?? 'No date'],
        [
          'Report at the earliest',
          earliest === null ? 'Cannot be told' : `${earliest.report}, and usually by ${earliest.usual}`,
        ],
        ['With the dates of the engagement', `${drafted.report}, and usually by ${drafted.usual}`],
        ['Wished report', wished?.report ?? 'No date was said'],
        [
          'Critical path',
          criticalPath.length === 0 ? 'None' : criticalPath.map((id) => code.get(id) ?? '').join(' → '),
        ],
      ]}
    />
  );
}

/** What has no place, each with every reason. */
export function Unscheduled({ roadmap: { unscheduled, titles } }: { roadmap: Roadmap }) {
  if (unscheduled.length === 0) return null;
  const of = new Map(titles.map((each) => [each.id, each]));
  return (
    <section>
      <Title order={2} size="h4" mb="xs">
        Without a place
      </Title>
      <ul className={classes.list}>
        {unscheduled.map(({ id, code, reasons, gates }) => (
          <li key={id}>
            <Text size="sm">
              <Link to="/plan" search={{ open: id }} className="tm-link">
                <AsWritten text={`${code} ${of.get(id)?.title ?? ''}`} />
              </Link>
              : {reasons.map(({ words }) => words).join(' ')}
              {gates ? ' The examined days wait for it.' : ''}
            </Text>
          </li>
        ))}
      </ul>
    </section>
  );
}
