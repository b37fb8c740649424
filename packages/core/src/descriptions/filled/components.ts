import type { TextBlock } from '../../policies/index.ts';
import {
  answerOfThreeTitles,
  classificationTitles,
  locationTypeTitles,
  purposeTitles,
  type ScopeKind,
  systemTypeTitles,
} from '../../scope/index.ts';
import { heading, named, notWritten, table } from './blocks.ts';
import { leftOut, type Found } from './found.ts';

/** DC 3. */
export function components(found: Found): TextBlock[] {
  const three = (answer: keyof typeof answerOfThreeTitles | undefined) =>
    answer === undefined || answer === 'unknown' ? null : answerOfThreeTitles[answer];
  const part = (title: string, kind: ScopeKind, blocks: readonly TextBlock[]): TextBlock[] => {
    const left = leftOut('are these', found.out(kind) as { name: string; why?: string }[]);
    return blocks.length + left.length === 0 ? [] : [heading(title), ...blocks, ...left];
  };
  const systems = found.in('system');
  const ofTypes = (types: readonly string[]) =>
    systems
      .filter(({ type }) => (type === undefined ? types.includes('software') : types.includes(type)))
      .map((body) => [
        named(body.name, body.description),
        body.type === undefined ? null : systemTypeTitles[body.type],
        body.environments.length === 0 ? null : found.named(body.environments),
        found.owner(body.owner),
        body.runsControls === 'yes' ? 'Yes' : three(body.runsControls),
      ]);
  const head = ['System', 'Type', 'Environments', 'Looked after by', 'Controls rest on it'];
  return [
    ...part('Infrastructure', 'environment', [
      ...table(
        ['Environment', 'Purpose', 'Real data of customers'],
        found
          .in('environment')
          .map(({ name, description, purpose, productionData }) => [
            named(name, description),
            purpose === undefined ? null : purposeTitles[purpose],
            three(productionData),
          ]),
      ),
      ...table(head, ofTypes(['infrastructure', 'network', 'data-store', 'device'])),
    ]),
    ...part('Locations', 'location', [
      ...table(
        ['Location', 'Type'],
        found
          .in('location')
          .map(({ name, description, type }) => [
            named(name, description),
            type === undefined ? null : locationTypeTitles[type],
          ]),
      ),
    ]),
    ...part('Software', 'system', table(head, ofTypes(['software', 'repository', 'tool']))),
    ...part('People', 'team', [
      ...table(
        ['Team', 'Led by'],
        found.in('team').map(({ name, description, lead }) => [named(name, description), found.owner(lead)]),
      ),
    ]),
    ...part('Procedures', 'process', [
      ...table(
        ['Process', 'Systems it uses', 'Looked after by'],
        found
          .in('process')
          .map(({ name, description, systems: used, owner }) => [
            named(name, description),
            found.named(used),
            found.owner(owner),
          ]),
      ),
    ]),
    ...part('Data', 'data-type', [
      ...table(
        ['Data', 'Class', 'About people', 'Kept for'],
        found
          .in('data-type')
          .map(({ name, description, classification, personal, retention }) => [
            named(name, description),
            classification === undefined ? null : classificationTitles[classification],
            three(personal),
            retention ?? null,
          ]),
      ),
      ...table(
        ['Flow', 'From', 'To', 'Data', 'How, and whether encrypted'],
        found
          .in('data-flow')
          .map(({ name, from, to, dataTypes, means, encrypted }) => [
            name,
            found.end(from),
            found.end(to),
            found.named(dataTypes),
            [
              ...(means === undefined ? [] : [{ text: `${means}; ` }]),
              encrypted === undefined || encrypted === 'unknown'
                ? { ...notWritten, text: 'encryption not known' }
                : { text: encrypted === 'yes' ? 'encrypted' : 'not encrypted' },
            ],
          ]),
      ),
    ]),
  ];
}
