import { Group, List, Stack, Text, Title } from '@mantine/core';
import type { CatalogueControl } from '@tickmark/core';
import { controlNatureTitles, controlTypeTitles } from '@tickmark/core/control-words';
import { Side } from '../../ui/side.tsx';
import { frequencyNames } from '../../glossary/names.ts';
import { Facts } from '../../ui/panel.tsx';
import { OpensForm } from '../../ui/opens-form.tsx';
import { Term } from '../../ui/term.tsx';
import { AdaptForm } from './adapt-form.tsx';

/** One control of the catalogue in full: what it says, what shows it, how it is tested. */
export function ControlDrawer({
  control,
  adopted,
  from,
  onClose,
}: {
  control: CatalogueControl | null;
  adopted: boolean;
  /** First day that a control would be in force from; null for who may not adopt any. */
  from: string | null;
  onClose: () => void;
}) {
  return (
    <Side
      opened={control !== null}
      onClose={onClose}
      size="lg"
      title={control === null ? '' : `${control.id} ${control.title}`}
    >
      {control === null ? null : (
        <Stack gap="md">
          <Text>{control.description}</Text>
          <Facts
            facts={[
              ['Adopted', adopted ? 'Yes' : 'No'],
              [<Term key="f" id="family" />, control.family],
              ['Criteria', control.criteria.join(', ')],
              ['Works', `${controlNatureTitles[control.nature]}, ${controlTypeTitles[control.type].toLowerCase()}`],
              [<Term key="q" id="frequency" />, frequencyNames[control.frequency]],
              ['Usual owner', control.ownerRole],
              [<Term key="p" id="population" />, control.evidence.population],
            ]}
          />
          <Listed title="What shows that it is done" lines={control.evidence.artifacts} />
          <Listed title="How its design is examined" lines={control.tests.design} />
          <Listed title="How its operation is examined" lines={control.tests.operating} />
          {adopted || from === null ? null : (
            <Group>
              <OpensForm label="Adopt it with your own words">
                {(close) => <AdaptForm control={control} from={from} onDone={close} />}
              </OpensForm>
            </Group>
          )}
        </Stack>
      )}
    </Side>
  );
}

function Listed({ title, lines }: { title: string; lines: readonly string[] }) {
  if (lines.length === 0) return null;
  return (
    <div>
      <Title order={3} mb={4}>
        {title}
      </Title>
      <List size="sm" spacing={4}>
        {lines.map((line) => (
          <List.Item key={line}>{line}</List.Item>
        ))}
      </List>
    </div>
  );
}
