import { Stack, Table, Text } from '@mantine/core';
import type { TestDefinition } from '@tickmark/core';
import type { TermId } from '@tickmark/core/glossary';
import { Section } from '../../ui/page.tsx';
import { Facts, Verbatim } from '../../ui/panel.tsx';
import { Term } from '../../ui/term.tsx';

export const kindTerms: Record<TestDefinition['kind'], TermId> = {
  items: 'items',
  cadence: 'cadence',
  state: 'state-test',
};

/** A definition as an auditor reads it: what it asks in words and expressions, then the text itself. */
export function DefinitionView({ definition, yaml }: { definition: TestDefinition; yaml: string }) {
  return (
    <Stack gap="md">
      {definition.description === undefined ? null : <Text>{definition.description}</Text>}
      <Facts
        facts={[
          ['Control', definition.control],
          ['Kind', <Term key="k" id={kindTerms[definition.kind]} />],
          [<Term key="p" id="population" />, definition.population],
          ...(definition.where === undefined
            ? []
            : [
                [
                  'Which items',
                  <span key="w" className="mono">
                    {definition.where}
                  </span>,
                ] as const,
              ]),
          ...(definition.kind === 'cadence'
            ? ([
                ['Due every', definition.every],
                ['Days of grace', definition.grace.replace(/^P(\d+)D$/, '$1')],
                [
                  'Happened at',
                  <span key="a" className="mono">
                    {definition.at}
                  </span>,
                ],
              ] as const)
            : Object.entries(definition.relations).map(
                ([name, { population, on }]) =>
                  [
                    <Term key={name} id="relation">{`Relation ${name}`}</Term>,
                    <span key="o">
                      {population}, <span className="mono">{on}</span>
                    </span>,
                  ] as const,
              )),
        ]}
      />
      {definition.kind === 'cadence' ? null : (
        <Section title={<Term id="attribute">Attributes</Term>}>
          <Table withTableBorder aria-label="Attributes">
            <Table.Tbody>
              {Object.entries(definition.attributes).map(([name, { title, pass }]) => (
                <Table.Tr key={name}>
                  <Table.Th w={50} scope="row">
                    {name}
                  </Table.Th>
                  <Table.Td>
                    {title}
                    <Text className="mono" c="dimmed" mt={2} style={{ overflowWrap: 'anywhere' }}>
                      {pass}
                    </Text>
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Section>
      )}
      <Section title="The text, byte for byte">
        <Verbatim label={`Definition ${definition.id}`} text={yaml} />
      </Section>
    </Stack>
  );
}
