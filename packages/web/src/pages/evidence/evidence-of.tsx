import { List, Stack, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useOperation } from '../../queries.ts';
import { useMay } from '../../shell/current.ts';
import { count } from '../../ui/moment.ts';
import { ErrorNotice } from '../../ui/notices.tsx';
import { Waiting } from '../../ui/waiting.tsx';
import { Renewal } from './renewal.tsx';

const shown = 8;

/** The newest versions of the evidence of a control, or of an engagement, and the way to all of it. */
export function EvidenceOf({ of }: { of: { control: string } | { engagement: string } }) {
  const may = useMay('evidence.read');
  const list = useOperation('evidence.list', { ...of, newest: true, limit: shown }, { enabled: may });
  if (!may) return null;
  if (list.error !== null) return <ErrorNotice error={list.error} retry={() => void list.refetch()} />;
  if (list.data === undefined) return <Waiting lines={2} />;
  const { items, total } = list.data;
  const what = 'control' in of ? 'control' : 'engagement';
  if (total === 0) {
    return (
      <Text size="sm">
        No evidence speaks for this {what} yet.{' '}
        <Link to="/evidence" className="tm-link">
          Open the library
        </Link>
      </Text>
    );
  }
  return (
    <Stack gap="xs">
      <List size="sm" spacing={4}>
        {items.map((piece) => (
          <List.Item key={piece.id}>
            <Link to="/evidence" search={{ ...of, open: piece.id }} className="tm-link">
              {piece.title}
            </Link>
            , {piece.period.from} to {piece.period.to}
            {piece.renewal === 'soon' || piece.renewal === 'overdue' ? <Renewal evidence={piece} /> : null}
          </List.Item>
        ))}
      </List>
      <Link to="/evidence" search={of} className="tm-link">
        {total === 1 ? 'It in the library' : `All ${count(total)} in the library`}
      </Link>
    </Stack>
  );
}
