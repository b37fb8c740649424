import { List, SimpleGrid } from '@mantine/core';
import { Section } from '../../ui/page.tsx';
import { Term } from '../../ui/term.tsx';

/** What the log proves, and beside it what it does not: wherever one is said, so is the other. */
export function Proves() {
  return (
    <SimpleGrid cols={{ base: 1, md: 2 }} spacing="lg">
      <Section title="What this proves">
        <List size="sm" spacing={4}>
          <List.Item>That an entry existed when the checkpoint was signed, and in which order entries came.</List.Item>
          <List.Item>
            That nothing was changed or removed since: another history would give another root hash.
          </List.Item>
          <List.Item>That a file you hold is the one that was sealed.</List.Item>
          <List.Item>
            From the cosignature of a <Term id="witness">witness</Term> on: that what came before can’t be rewritten
            unseen, not even by the organization or whoever runs its server.
          </List.Item>
        </List>
      </Section>
      <Section title="What it does not prove">
        <List size="sm" spacing={4}>
          <List.Item>That a source told the truth before its records were sealed.</List.Item>
          <List.Item>That everything was collected, or that nothing happened that nobody recorded.</List.Item>
          <List.Item>
            That the time is exact: it is by the clock of the server. Only a time that a witness states, or a{' '}
            <Term id="timestamp">timestamp</Term>, comes from outside, and says by when an entry was there.
          </List.Item>
          <List.Item>
            That there is no second log, unless a witness has cosigned, or somebody outside keeps a{' '}
            <Term id="checkpoint">checkpoint</Term> to compare.
          </List.Item>
        </List>
      </Section>
    </SimpleGrid>
  );
}
