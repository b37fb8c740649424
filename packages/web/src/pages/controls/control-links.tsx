import { Group } from '@mantine/core';
import { Link } from '@tanstack/react-router';

/** Adopted controls by their codes, each a way to it. */
export function ControlLinks({ codes }: { codes: readonly string[] }) {
  if (codes.length === 0) return 'None named';
  return (
    <Group gap={8} component="span">
      {codes.map((code) => (
        <Link key={code} to="/controls" search={{ tab: 'adopted', open: code }} className="tm-link">
          {code}
        </Link>
      ))}
    </Group>
  );
}
