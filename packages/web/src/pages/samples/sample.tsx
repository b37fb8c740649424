import { Button, Group, Stack, Text } from '@mantine/core';
import { IconPlus, IconTargetArrow } from '@tabler/icons-react';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useOperation } from '../../queries.ts';
import { useMay } from '../../shell/current.ts';
import { count, quantity } from '../../ui/moment.ts';
import { ErrorNotice } from '../../ui/notices.tsx';
import { Page, Section } from '../../ui/page.tsx';
import { Facts, Panel, Verbatim } from '../../ui/panel.tsx';
import { Side } from '../../ui/side.tsx';
import { Term } from '../../ui/term.tsx';
import { CopyIcon, Hash, Moment } from '../../ui/values.tsx';
import { Waiting } from '../../ui/waiting.tsx';
import { Receipt } from '../log/receipt.tsx';
import { AddTargeted, Extend } from './add-items.tsx';
import { SampleItems } from './sample-items.tsx';
import { selectionWords } from './samples.tsx';
import { WhatItSays } from './what-it-says.tsx';
import type { Sheet } from './words.ts';

const route = getRouteApi('/inside/samples/$id');

export function SamplePage() {
  const { id } = route.useParams();
  const { data, error, refetch } = useOperation('samples.get', { id });
  if (data === undefined) {
    return (
      <Page title="Sample">
        {error === null ? <Waiting /> : <ErrorNotice error={error} retry={() => void refetch()} />}
      </Page>
    );
  }
  return <Loaded sheet={data} />;
}

function Loaded({ sheet }: { sheet: Sheet }) {
  const { sample, counts } = sheet;
  const { add } = route.useSearch();
  const navigate = route.useNavigate();
  const mayDraw = useMay('samples.draw');
  const population = useOperation('populations.get', { id: sample.populationId });
  const show = (what: 'extension' | 'targeted' | undefined) => void navigate({ search: (s) => ({ ...s, add: what }) });
  return (
    <Page
      title={`Sample for ${sample.control}`}
      lead={`${count(counts.examined)} of ${quantity(counts.items, 'drawn item')} examined${counts.examined === 0 ? '' : `, ${quantity(counts.deviations, 'deviation')}`}`}
      actions={
        mayDraw ? (
          <>
            <Button
              variant="default"
              leftSection={<IconTargetArrow size={16} aria-hidden />}
              onClick={() => show('targeted')}
            >
              Add targeted items
            </Button>
            <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => show('extension')}>
              Extend
            </Button>
          </>
        ) : null
      }
    >
      <WhatItSays says={sheet.says} />
      <SampleItems sheet={sheet} />
      <HowDrawn sheet={sheet} name={population.data?.manifest.name} />
      <Receipt entry={sheet.sample.entryIndex} />
      <Rederive commands={sheet.rederive} draws={1 + sheet.extensions.length} />
      <Side opened={add === 'extension'} onClose={() => show(undefined)} size="md" title="Extend the sample">
        <Extend sheet={sheet} onDone={() => show(undefined)} />
      </Side>
      <Side opened={add === 'targeted'} onClose={() => show(undefined)} size="md" title="Add targeted items">
        <AddTargeted sheet={sheet} onDone={() => show(undefined)} />
      </Side>
    </Page>
  );
}

function HowDrawn({ sheet: { sample, extensions }, name }: { sheet: Sheet; name: string | undefined }) {
  const { document } = sample;
  const { sizing, method } = document;
  return (
    <Section title="How it was drawn">
      <Panel>
        <Facts
          facts={[
            [
              'Population',
              <Link key="p" to="/populations/$id" params={{ id: sample.populationId }} className="tm-link">
                {name ?? 'The frozen population'}, {quantity(document.population, 'item')}
              </Link>,
            ],
            [<Term key="s" id="seed" />, <Hash key="sv" value={document.seed} label="seed" whole />],
            [
              <Term key="h" id="hash">
                Hash of the population
              </Term>,
              <Hash key="hv" value={document.populationSha256} label="hash of the population" whole />,
            ],
            [<Term key="m" id="selection" />, selectionWords(document)],
            ...(method?.by === 'strata'
              ? [
                  [
                    <Term key="st" id="stratum">
                      Strata
                    </Term>,
                    `${method.strata
                      .map(({ value, items, drawn }) => `${value === '' ? 'none' : value}: ${drawn} of ${items}`)
                      .join('; ')} (${method.allocation === 'stated' ? 'as stated' : 'in proportion'})`,
                  ] as const,
                ]
              : []),
            ...(sizing === undefined
              ? []
              : [
                  [
                    <Term key="z" id="sample-size" />,
                    `${count(document.selected.length)} drawn, the table asks for ${count(sizing.asked)}${sizing.reason === null ? '' : `. Fewer, because: ${sizing.reason}`}`,
                  ] as const,
                  ['Table', <Hash key="t" value={sizing.tableSha256} label="hash of the table" />] as const,
                ]),
            ...[sample, ...extensions].map(
              ({ id, drawnAt, entryIndex, document: part }, i) =>
                [
                  i === 0 ? 'Drawn' : `Extended by ${count(part.selected.length)}`,
                  <span key={id}>
                    <Moment at={drawnAt} />,{' '}
                    <Link to="/log" search={{ entry: String(entryIndex) }} className="tm-link">
                      log entry {entryIndex}
                    </Link>
                  </span>,
                ] as const,
            ),
          ]}
        />
      </Panel>
    </Section>
  );
}

function Rederive({ commands, draws }: { commands: readonly string[]; draws: number }) {
  return (
    <Section
      title="Draw it again yourself"
      lead="Download the population and run this on any machine: the same items come out, without this server."
    >
      <Stack gap="xs">
        {commands.map((command, i) => (
          <Group key={command} gap={6} wrap="nowrap" align="flex-start">
            <Stack gap={0} flex={1} miw={0}>
              <Verbatim label={`Command line of draw ${i + 1}`} text={command} wrap />
            </Stack>
            <CopyIcon value={command} label={`command line of draw ${i + 1}`} />
          </Group>
        ))}
        {commands.length === draws ? null : (
          <Text size="sm" c="dimmed">
            A part that was drawn after a void item was replaced is drawn again by{' '}
            <code>tickmark verify --reperform</code> from a bundle.
          </Text>
        )}
      </Stack>
    </Section>
  );
}
