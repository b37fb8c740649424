import { Box } from '@mantine/core';
import type { ReactNode } from 'react';
import { quantity, weekday } from '../../ui/moment.ts';
import { Scrollable } from '../../ui/scrollable.tsx';
import { Term } from '../../ui/term.tsx';

/** Which days a run or reconciliation counted as business days; nothing where it asked of none. */
export function businessDaysFact(holidays: readonly string[] | undefined): (readonly [ReactNode, ReactNode])[] {
  if (holidays === undefined) return [];
  const name = (
    <Term key="b" id="business-day">
      Business days
    </Term>
  );
  return [[name, <BusinessDays key="h" holidays={holidays} />]];
}

/** The holidays that a document names, whatever the organization lists today. */
export function BusinessDays({ holidays }: { holidays: readonly string[] }) {
  if (holidays.length === 0) return <>Monday to Friday; no holidays were listed, so only weekends are left out</>;
  return (
    <details>
      <Box component="summary" style={{ cursor: 'pointer' }}>
        Monday to Friday, {quantity(holidays.length, 'holiday')} left out
      </Box>
      <Scrollable label="Holidays left out" style={{ maxHeight: 220, overflow: 'auto' }}>
        {holidays.map((date) => (
          <div key={date}>
            {date}, {weekday(date)}
          </div>
        ))}
      </Scrollable>
    </details>
  );
}
