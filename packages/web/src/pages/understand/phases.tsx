import { Table } from '@mantine/core';
import type { UsualPhase } from '@tickmark/core/guide';
import { Scrollable } from '../../ui/scrollable.tsx';
import classes from './understand.module.css';

/** Phases with how long they usually take, each with a bar from the shortest to the longest. */
export function Phases({ caption, phases }: { caption: string; phases: readonly UsualPhase[] }) {
  const longest = 52;
  return (
    <Scrollable label={caption} className={classes.table}>
      <Table aria-label={caption} verticalSpacing={7} withTableBorder>
        <Table.Thead>
          <Table.Tr>
            <Table.Th w={150}>{caption}</Table.Th>
            <Table.Th w={180}>Weeks</Table.Th>
            <Table.Th miw={220}>What happens</Table.Th>
            <Table.Th miw={200}>Depends on</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {phases.map(({ id, title, weeks: [least, most], what, dependsOn }) => (
            <Table.Tr key={id}>
              <Table.Th scope="row">{title}</Table.Th>
              <Table.Td>
                {least} to {most}
                <svg viewBox={`0 0 ${longest} 6`} preserveAspectRatio="none" aria-hidden className={classes.range}>
                  <rect width={longest} height="6" className={classes.track} />
                  <rect width={least} height="6" className={classes.bar} />
                  <rect x={least} width={most - least} height="6" className={classes.maybe} />
                </svg>
              </Table.Td>
              <Table.Td>{what}</Table.Td>
              <Table.Td>{dependsOn}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Scrollable>
  );
}
