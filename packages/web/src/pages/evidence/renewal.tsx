import { Stack } from '@mantine/core';
import type { Evidence } from '@tickmark/core';
import { StateBadge } from '../../ui/state-badge.tsx';

const renewalStates = { soon: 'renew-soon', overdue: 'renew-overdue', renewed: 'superseded' } as const;

/** The day by which a newer version is wanted, and whether it is near or has passed. */
export function Renewal({ evidence: { renewOn, renewal } }: { evidence: Evidence }) {
  const state = renewal === 'none' || renewal === 'later' ? undefined : renewalStates[renewal];
  return (
    <Stack gap={2} align="flex-start">
      {renewOn === null ? null : <span>{renewOn}</span>}
      {state === undefined ? null : <StateBadge state={state} />}
    </Stack>
  );
}
