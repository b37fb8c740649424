import { Group, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { Output } from '../../api/client.ts';

type Value = Output<'policies.values'>['items'][number];

/** Controls that rest on a number, each a way to it: to the catalogue where it is not adopted. */
export function ControlsOf({ controls }: Pick<Value, 'controls'>) {
  if (controls.length === 0) return null;
  return (
    <Group gap={8} component="span">
      {controls.map((control) => (
        <ControlOf key={control.code} control={control} />
      ))}
    </Group>
  );
}

/** One control, as a way to it. */
export function ControlOf({ control: { code, adopted } }: { control: Value['controls'][number] }) {
  return adopted ? (
    <Link to="/controls/$code" params={{ code }} className="tm-link">
      {code}
    </Link>
  ) : (
    <Link to="/controls" search={{ tab: 'catalogue', search: code }} className="tm-link">
      {code}
    </Link>
  );
}

/** Documents in which it stands, by their codes. */
export function DocumentsOf({ documents }: Pick<Value, 'documents'>) {
  if (documents.length === 0)
    return (
      <Text size="sm" c="dimmed">
        None yet
      </Text>
    );
  return (
    <Group gap={8} component="span">
      {documents.map(({ id, code, title }) => (
        <Link key={id} to="/policies/$id" params={{ id }} title={title} className="tm-link">
          {code}
        </Link>
      ))}
    </Group>
  );
}
