import { Group, Text } from '@mantine/core';
import { IconHistory } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useOperation } from '../../../queries.ts';
import { quantity } from '../../../ui/moment.ts';
import { Panel } from '../../../ui/panel.tsx';
import { Moment } from '../../../ui/values.tsx';
import { NoBeginning } from './no-beginning.tsx';

/** How much changed in an engagement since this person marked it as seen, and the way there. */
export function Unseen({ engagementId }: { engagementId: string }) {
  const { data, error, refetch } = useOperation('log.seen', { engagementId });
  if (error !== null) return <NoBeginning error={error} retry={() => void refetch()} />;
  if (data === undefined) return null;
  const { seen, changes } = data;
  return (
    <Panel>
      <Group gap="xs" justify="space-between">
        <Group gap="xs" wrap="nowrap">
          <IconHistory size={18} aria-hidden style={{ flex: 'none' }} />
          <Text size="sm" component="div">
            {seen === null || changes === null ? (
              'You have not marked anything of the log as seen yet.'
            ) : changes === 0 ? (
              <>
                Nothing has changed since you marked it as seen on <Moment at={seen.at} />.
              </>
            ) : (
              <>
                <strong>{quantity(changes, 'change')}</strong> since you marked it as seen on <Moment at={seen.at} />.
              </>
            )}
          </Text>
        </Group>
        <Link to="/log/changes" className="tm-link">
          What changed
        </Link>
      </Group>
    </Panel>
  );
}
