import { Kbd, Table } from '@mantine/core';
import { Over } from '../ui/side.tsx';
import { everyPlace } from './places.ts';

const shown: readonly (readonly [readonly string[], string])[] = [
  [['Ctrl', 'K'], 'Go to or do anything (⌘ K on a Mac)'],
  [['/'], 'Search on this page'],
  [['j'], 'Next row'],
  [['k'], 'Row before'],
  [['Enter'], 'Open the row'],
  [['x'], 'Select the row; with Shift all from the one selected last'],
  [['g', 'h'], 'Go to the eight steps'],
  [['?'], 'Show these keys'],
  [['Ctrl', 'Enter'], 'Send the form, from a field of many lines too'],
  [['Esc'], 'Close what is open'],
];

const placesWithKey = everyPlace.slice(1).filter(({ key }) => key !== undefined);

/** The list of keys, whose code is loaded the first time somebody asks for it. */
export function KeysHelp({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  return (
    <Over opened={opened} onClose={onClose} title="Keys" size="sm">
      <Table aria-label="Keys">
        <Table.Tbody>
          {shown.map(([keys, what]) => (
            <Table.Tr key={what}>
              <Table.Td w={110}>
                {keys.map((key) => (
                  <Kbd key={key} mr={4}>
                    {key}
                  </Kbd>
                ))}
              </Table.Td>
              <Table.Td>{what}</Table.Td>
            </Table.Tr>
          ))}
          {placesWithKey.map(({ key, label }) => (
            <Table.Tr key={label}>
              <Table.Td>
                <Kbd mr={4}>g</Kbd>
                <Kbd>{key}</Kbd>
              </Table.Td>
              <Table.Td>Go to: {label}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Over>
  );
}
