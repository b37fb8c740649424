import type { TextBlock } from '../../policies/index.ts';
import { byText, quantity } from '../../reasons/index.ts';
import type { DatedChange, DescribedIncident, DescriptionBodyOf, NoneStatement } from '../descriptions.ts';
import { descriptionPartWords, incidentCauseTitles } from '../words.ts';
import { heading, list, notWritten, paragraph, table } from './blocks.ts';
import type { Found } from './found.ts';
import { daysDescribed, type DescribedRecords } from './records.ts';

/** Says that there is none, and what was looked through. */
export function statement(words: string | null, said: NoneStatement | null): TextBlock[] {
  if (said === null || words === null) return [];
  const { lookedAt, lookedOn } = said;
  return [
    paragraph(words),
    ...list([
      [{ text: 'Looked through: ' }, lookedAt === null ? notWritten : { text: lookedAt }],
      [{ text: 'Until: ' }, lookedOn === null ? notWritten : { text: lookedOn }],
    ]),
  ];
}

/** DC 4. */
export function incidents(
  { engagement: { terms }, incidents: onRecord }: DescribedRecords,
  found: Found,
  { none, incidents: all, setAside }: DescriptionBodyOf<'dc4'>,
): TextBlock[] {
  return [
    paragraph(`Incidents ${daysDescribed(terms)}.`),
    ...recorded(onRecord, all, setAside),
    ...all.flatMap((incident) => incidentBlocks(incident, found)),
    ...(all.length > 0 ? [] : statement(descriptionPartWords.dc4.none, none)),
    ...(all.length === 0 && none === null
      ? [paragraph([{ ...notWritten, text: 'Nothing is stated yet: neither incidents nor that there are none.' }])]
      : []),
  ];
}

/** How many are on record, and what became of them, so that a reader sees that each was looked at. */
function recorded(
  onRecord: DescribedRecords['incidents'],
  told: readonly DescribedIncident[],
  setAside: readonly string[],
): TextBlock[] {
  if (onRecord === null || onRecord.read.length === 0) return [];
  const { read, unread } = onRecord;
  const toldHere = read.filter(({ record }) => told.some((each) => each.record === record)).length;
  const aside = read.filter(({ record }) => setAside.includes(record)).length;
  const open = read.length + unread - toldHere - aside;
  const words = `${quantity(read.length + unread, 'incident')} on record: ${toldHere} told here, ${aside} of other kinds`;
  return open === 0
    ? [paragraph(`${words}.`)]
    : [paragraph(`${words}, `, [{ ...notWritten, text: `${open} not looked at yet` }], '.')];
}

function incidentBlocks(incident: DescribedIncident, found: Found): TextBlock[] {
  const { title, cause, nature, from, to, effect, disposition, controls: failed, commitments } = incident;
  const rows: [string, Parameters<typeof paragraph>[0]][] = [
    ['Why it is told', cause === 'unknown' ? null : incidentCauseTitles[cause]],
    ['What happened', nature],
    [
      'When',
      from === null
        ? null
        : to === null
          ? `From ${from}; its end is not written down`
          : from === to
            ? from
            : `${from} to ${to}`,
    ],
    ['How far it went', effect],
    ['What was done', disposition],
    ...(failed.length === 0 ? [] : [['Controls', failed.join(', ')] as [string, string]]),
    ...(commitments.length === 0 ? [] : [['Commitments', found.named(commitments)] as [string, string]]),
  ];
  return [heading(title), ...table(['Incident', 'What is known'], rows)];
}

/** DC 9. */
export function changes(
  { changes: onRecord, engagement: { terms } }: DescribedRecords,
  { none, decisions, told }: DescriptionBodyOf<'dc9'>,
): TextBlock[] {
  if (terms.type === 'type1') return [];
  const decided = new Map(decisions.map((each) => [each.key, each]));
  const significant = [
    ...onRecord.flatMap((change) => {
      const { significant: matters, effect = null } = decided.get(change.key) ?? {};
      return matters === true
        ? [{ day: change.day, what: `${change.name}: ${change.did}`, was: wordsOf(change), effect }]
        : [];
    }),
    ...told.map(({ day, what, before, now, effect }) => ({
      day,
      what,
      was: before === null && now === null ? null : `${before ?? 'not written down'} → ${now ?? 'not written down'}`,
      effect,
    })),
  ].toSorted((a, b) => byText(a.day ?? '', b.day ?? ''));
  return [
    ...table(
      ['Since', 'What changed', 'Before and now', 'What it meant'],
      significant.map(({ day, what, was, effect }) => [day, what, was, effect]),
    ),
    ...(significant.length > 0 ? [] : statement(descriptionPartWords.dc9.none, none)),
    ...(significant.length === 0 && none === null
      ? [
          paragraph([
            { ...notWritten, text: 'Nothing is stated yet: neither significant changes nor that there are none.' },
          ]),
        ]
      : []),
  ];
}

/** What was and what is, in one cell. */
function wordsOf({ fields, all }: DatedChange): string {
  return fields.length === 0
    ? all
    : fields.map(({ title, before, now }) => `${title}: ${before || 'nothing'} → ${now || 'nothing'}`).join('; ');
}
