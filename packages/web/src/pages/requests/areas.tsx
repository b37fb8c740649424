import { Text, UnstyledButton } from '@mantine/core';
import type { RequestCounts } from '@tickmark/core';
import { count } from '../../ui/moment.ts';
import classes from './requests.module.css';

interface Props {
  counts: RequestCounts;
  area: string | undefined;
  onArea: (area: string | undefined) => void;
}

/** What is submitted of how many in each area; one of them narrows the list down. */
export function Areas({ counts, area, onArea }: Props) {
  return (
    <section className={classes.areas} aria-label="Areas">
      {counts.areas.map((each) => (
        <UnstyledButton
          key={each.area}
          className={classes.area}
          aria-pressed={each.area === area}
          onClick={() => onArea(each.area === area ? undefined : each.area)}
        >
          <Text size="sm" fw={600} truncate>
            {each.area}
          </Text>
          <Text size="xs">
            {count(each.submitted)} of {count(each.total)} submitted
          </Text>
          {each.overdue === 0 ? null : (
            <Text size="xs" className={classes.late} data-tone="missed">
              {count(each.overdue)} overdue
            </Text>
          )}
          <span className={classes.space} />
          <div className={classes.line} aria-hidden>
            <div className={classes.done} style={{ width: `${(100 * each.submitted) / each.total}%` }} />
          </div>
        </UnstyledButton>
      ))}
    </section>
  );
}
