import { Text } from '@mantine/core';
import { frequencyNames } from '../../glossary/names.ts';
import type { Output } from '../../api/client.ts';
import { count, quantity } from '../../ui/moment.ts';
import { Facts, Panel } from '../../ui/panel.tsx';
import { Term } from '../../ui/term.tsx';
import { Hash } from '../../ui/values.tsx';

/** The size a table gives, and why. */
export function SizeAnswer({ said }: { said: Output<'samples.size'> }) {
  const frequency = frequencyNames[said.frequency as keyof typeof frequencyNames] ?? said.frequency;
  return (
    <Panel p="sm">
      <Text fw={600} size="sm" mb={6} component="output">
        {said.items === 0
          ? 'Nothing to draw'
          : said.all
            ? `The table asks for all ${quantity(said.items, 'item')}`
            : `The table asks for ${quantity(said.size, 'item')}`}
      </Text>
      <Text size="sm" mb={8}>
        {said.why}
      </Text>
      <Facts
        facts={[
          [<Term key="f" id="frequency" />, frequency],
          ['Items', count(said.items)],
          [
            <Term key="t" id="sample-size">
              Table
            </Term>,
            <Hash key="h" value={said.tableSha256} label="hash of the table" />,
          ],
        ]}
      />
    </Panel>
  );
}
