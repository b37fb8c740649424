import type { TextBlock } from '../../policies/index.ts';
import { assuranceReportTitles, methodTitles, type ScopeBodyOf, verdictOf } from '../../scope/index.ts';
import type { DescriptionBodyOf } from '../descriptions.ts';
import { descriptionPartWords } from '../words.ts';
import { heading, list, named, names, notWritten, paragraph, table } from './blocks.ts';
import type { Found } from './found.ts';
import { statement } from './stated.ts';

/** DC 6. */
export function duties(found: Found, { none }: DescriptionBodyOf<'dc6' | 'dc7'>): TextBlock[] {
  const all = [...found.in('cuec'), ...found.in('user-responsibility')].map((body) => ({
    body,
    verdict: verdictOf(body)?.verdict ?? 'undecided',
  }));
  const own = all.filter(({ verdict }) => verdict === 'cuec');
  const advice = all.filter(({ verdict }) => verdict === 'user-responsibility');
  const open = all.filter(({ verdict }) => verdict === 'undecided');
  return [
    ...table(
      ['What customers have to do', 'Criteria', 'Commitments', 'Own controls'],
      own.map(({ body }) => [
        named(body.name, body.description),
        body.criteria.length === 0 ? null : body.criteria.join(', '),
        found.named(body.commitments),
        names(body.controls),
      ]),
    ),
    ...(own.length > 0 ? [] : statement(descriptionPartWords.dc6.none, none)),
    ...(advice.length === 0 ? [] : [heading('User responsibilities, which are no controls of this report')]),
    ...list(advice.map(({ body }) => named(body.name, body.description))),
    ...(open.length === 0
      ? []
      : [
          paragraph([{ ...notWritten, text: 'Not decided whether these are controls that customers have to run:' }]),
          ...list(open.map(({ body }) => named(body.name, body.description))),
        ]),
  ];
}

/** DC 7. */
export function vendors(found: Found, { none }: DescriptionBodyOf<'dc6' | 'dc7'>): TextBlock[] {
  const all = found.in('vendor').map((body) => ({ body, verdict: verdictOf(body)?.verdict ?? 'undecided' }));
  const own = all.filter(({ verdict }) => verdict === 'subservice').map(({ body }) => body);
  const open = all.filter(({ verdict }) => verdict === 'undecided').map(({ body }) => body);
  return [
    ...own.flatMap((body) => [
      heading(body.name),
      ...table(
        ['Subservice organization', 'What is known'],
        [
          ['What it does', body.description ?? null],
          ['Method', body.method === undefined ? null : methodTitles[body.method]],
          ...(body.method === 'inclusive' ? [['Its part of the system', body.inclusivePart ?? null]] : []),
          ['How it is watched', watchedWords(body)],
        ],
      ),
      ...(body.expectedControls.length === 0
        ? [paragraph([{ ...notWritten, text: 'No controls are written down that it is expected to run.' }])]
        : [
            paragraph('Controls that it is expected to run:'),
            ...list(
              body.expectedControls.map(({ text, criteria }) =>
                criteria.length === 0 ? text : `${text} (${criteria.join(', ')})`,
              ),
            ),
          ]),
      ...askedOfUs(body),
    ]),
    ...(own.length > 0 ? [] : statement(descriptionPartWords.dc7.none, none)),
    ...(open.length === 0
      ? []
      : [
          paragraph([{ ...notWritten, text: 'Not decided whether these are subservice organizations:' }]),
          ...list(open.map(({ name, description }) => named(name, description))),
        ]),
  ];
}

/** What a subservice organization needs of its customers is a control of one's own, or is not run at all. */
function askedOfUs({ theirControls }: ScopeBodyOf<'vendor'>): TextBlock[] {
  if (theirControls.length === 0) return [];
  return [
    paragraph('Controls that it asks of its customers, and how they are run here:'),
    ...list(
      theirControls.map(({ text, met, controls }) => {
        const how = [
          ...(met === undefined ? [] : [met]),
          ...(controls.length === 0 ? [] : [`(${controls.join(', ')})`]),
        ];
        return [{ text: `${text}: ` }, how.length === 0 ? notWritten : { text: how.join(' ') }];
      }),
    ),
  ];
}

function watchedWords({ monitoring }: ScopeBodyOf<'vendor'>): string | null {
  if (monitoring.length === 0) return null;
  return monitoring
    .map(({ report, title, from, to, reviewedOn }) =>
      [
        title ?? assuranceReportTitles[report],
        ...(from === undefined && to === undefined ? [] : [`${from ?? '?'} to ${to ?? '?'}`]),
        reviewedOn === undefined ? 'not read yet' : `read on ${reviewedOn}`,
      ].join(', '),
    )
    .join('; ');
}
