import { z } from 'zod';
import { conclusionTitle, conclusionState } from '../../conclusions/index.ts';
import { causeTitles } from '../../deviations/index.ts';
import { deletionReasonTitles } from '../../evidence/index.ts';
import { id } from '../../operations/shapes.ts';
import { counted, joined, quantity } from '../../reasons/index.ts';
import { holdReasonTitles } from '../../retention/index.ts';
import type { SampleOutcome } from '../../samples/index.ts';
import { sealedFacts, type SealedFacts } from '../facts.ts';
import { resultSide } from './result-side.ts';
import { inWords, quoted, telling, type KnownRecords, type KnownStep, type Tell, type Told } from './told.ts';

const outcomeWords: Record<SampleOutcome, string> = {
  pass: 'Pass',
  deviation: 'Deviation',
  'cannot-be-examined': 'Cannot be examined',
};

const drawn = sealedFacts['samples.draw'];
const step = sealedFacts['samples.record'];

/** Whose files were deleted, and why. */
function deleted({ reason, pieces }: SealedFacts<'retention.delete'>, { evidence }: KnownRecords): Told {
  const [first] = pieces;
  const one = pieces.length === 1 && first !== undefined;
  return {
    noun: 'evidence',
    text: one
      ? `The file of ${quoted(evidence.get(first.evidenceId)?.title, 'a piece of evidence')} was deleted. Its record stays.`
      : `The files of ${quantity(pieces.length, 'piece')} of evidence were deleted. Their records stay.`,
    now: inWords(deletionReasonTitles[reason]),
    place: { kind: 'evidence', key: one ? first.evidenceId : null },
  };
}

/** Words for what an examination rests on. */
export const tellRecords: Readonly<Record<string, Tell>> = {
  'evidence.upload': telling(sealedFacts['evidence.upload'], (facts, { evidence }) => {
    const { evidenceId, supersedes, periodFrom, periodTo, backDated } = facts;
    const earlier = supersedes === null ? undefined : evidence.get(supersedes);
    const title = quoted(evidence.get(evidenceId)?.title, 'evidence');
    const late = backDated ? ' It was brought after the days it speaks for.' : '';
    return {
      noun: 'evidence',
      text: supersedes === null ? `Evidence added: ${title}.${late}` : `Evidence superseded by ${title}.${late}`,
      before: earlier === undefined ? null : spoken(earlier.title, earlier.from, earlier.to),
      now: spoken(evidence.get(evidenceId)?.title, periodFrom, periodTo),
      place: { kind: 'evidence', key: evidenceId },
    };
  }),

  'capture-links.create': telling(z.object({ linkId: id, expiresAt: z.string() }), ({ expiresAt }) => ({
    noun: 'evidence',
    text: `A capture link was made, by which somebody without an account can give one file until ${expiresAt.slice(0, 10)}.`,
    place: { kind: 'capture-links', key: null },
  })),
  'capture-links.withdraw': telling(z.object({ linkId: id }), () => ({
    noun: 'evidence',
    text: 'A capture link was withdrawn.',
    place: { kind: 'capture-links', key: null },
  })),
  'capture-links.give': telling(sealedFacts['capture-links.give'], ({ evidenceId }, { evidence }) => ({
    noun: 'evidence',
    text: `A file was given through a capture link: ${quoted(evidence.get(evidenceId)?.title, 'evidence')}. It counts once it is accepted.`,
    place: { kind: 'evidence', key: evidenceId },
  })),
  'evidence.accept': telling(sealedFacts['evidence.accept'], (facts, { evidence }) => {
    const { evidenceId, supersedes, periodFrom, periodTo } = facts;
    const earlier = supersedes === null ? undefined : evidence.get(supersedes);
    const title = evidence.get(evidenceId)?.title;
    return {
      noun: 'evidence',
      text: `Accepted as evidence, which came through a capture link: ${quoted(title, 'evidence')}.`,
      before: earlier === undefined ? null : spoken(earlier.title, earlier.from, earlier.to),
      now: spoken(title, periodFrom, periodTo),
      place: { kind: 'evidence', key: evidenceId },
    };
  }),
  'evidence.refuse': telling(sealedFacts['evidence.refuse'], ({ evidenceId }, { evidence }) => ({
    noun: 'evidence',
    text: `Refused, which came through a capture link: ${quoted(evidence.get(evidenceId)?.title, 'evidence')}.`,
    place: { kind: 'evidence', key: evidenceId },
  })),

  'evidence.assign': telling(
    z.object({ pieces: z.number(), added: z.array(z.string()), removed: z.array(z.string()) }),
    ({ pieces, added, removed }) => ({
      noun: 'evidence',
      text: `Controls of ${quantity(pieces, 'piece')} of evidence changed${given([
        [added, 'added'],
        [removed, 'taken away'],
      ])}.`,
      place: { kind: 'evidence', key: null },
    }),
  ),
  'evidence.tag': telling(
    z.object({ pieces: z.array(id), added: z.array(id), removed: z.array(id) }),
    ({ pieces, added, removed }) => ({
      noun: 'evidence',
      text: `Tags of ${quantity(pieces.length, 'piece')} of evidence changed: ${counted(added.length)} added, ${counted(removed.length)} taken away.`,
      place: { kind: 'evidence', key: pieces.length === 1 ? (pieces[0] ?? null) : null },
    }),
  ),
  'evidence.rename-tag': telling(z.object({ into: id.nullable(), pieces: z.number() }), ({ into, pieces }) => ({
    noun: 'evidence',
    text: `A tag on ${quantity(pieces, 'piece')} of evidence ${into === null ? 'was renamed' : 'was put together with another'}.`,
    place: { kind: 'evidence', key: null },
  })),
  'retention.delete': telling(sealedFacts['retention.delete'], deleted),
  'retention.delete-due': telling(sealedFacts['retention.delete-due'], deleted),
  'retention.hold': telling(sealedFacts['retention.hold'], ({ evidenceId, reason }, { evidence }) => ({
    noun: 'evidence',
    text: `A hold was placed on ${evidenceId === null ? 'all evidence' : quoted(evidence.get(evidenceId)?.title, 'a piece of evidence')}: nothing of it is deleted until the hold is released.`,
    now: inWords(holdReasonTitles[reason]),
    place: { kind: 'evidence', key: evidenceId },
  })),
  'retention.release': telling(sealedFacts['retention.release'], () => ({
    noun: 'evidence',
    text: 'A hold on evidence was released.',
    place: { kind: 'evidence', key: null },
  })),
  'retention.set-schedule': telling(
    z.object({
      schedule: z
        .object({ years: z.number(), supersededYears: z.number().nullable(), automatic: z.boolean() })
        .nullable(),
    }),
    ({ schedule }) => ({
      noun: 'evidence',
      text:
        schedule === null
          ? 'The retention schedule was taken away: no evidence is ever due for deletion.'
          : `The retention schedule was set: evidence is kept for ${quantity(schedule.years, 'year')}${schedule.supersededYears === null ? '' : `, and for ${quantity(schedule.supersededYears, 'year')} where it has a newer version`}. ${schedule.automatic ? 'What is due is deleted each day.' : 'What is due stays until an owner deletes it.'}`,
      place: { kind: 'evidence', key: null },
    }),
  ),
  'evidence.renew-by': telling(
    z.object({ pieces: z.number(), renewOn: z.string().nullable() }),
    ({ pieces, renewOn }) => ({
      noun: 'evidence',
      text: `Day of renewal of ${quantity(pieces, 'piece')} of evidence changed.`,
      now: inWords(renewOn === null ? 'No newer version is wanted' : `To be renewed by ${renewOn}`),
      place: { kind: 'evidence', key: null },
    }),
  ),

  'populations.freeze': telling(sealedFacts['populations.freeze'], (facts, { populations }) => {
    const { populationId, kind, version, rows, supersedes, interim } = facts;
    const earlier = supersedes === null ? undefined : populations.get(supersedes);
    const name = quoted(populations.get(populationId)?.name, kind);
    const early = interim ? ' It is interim: the period had not closed.' : '';
    return {
      noun: 'populations',
      text:
        supersedes === null ? `Population frozen: ${name}.${early}` : `New version of the population ${name}.${early}`,
      before:
        supersedes === null
          ? null
          : inWords(`Version ${version - 1}${earlier === undefined ? '' : `, ${quantity(earlier.rows, 'row')}`}`),
      now: inWords(`Version ${version}, ${quantity(rows, 'row')}`),
      place: { kind: 'population', key: populationId },
    };
  }),
  'populations.reconciled': telling(sealedFacts['populations.reconciled'], (facts, known) => {
    const { populationId, secondId, differences, supersedes } = facts;
    const name = (populationId: string) => quoted(known.populations.get(populationId)?.name, 'a population');
    const earlier = supersedes === null ? undefined : known.reconciliations.get(supersedes);
    return {
      noun: 'populations',
      text: `${sentence(name(populationId))} reconciled ${supersedes === null ? '' : 'again '}with ${name(secondId)}.`,
      before: earlier === undefined ? null : inWords(quantity(earlier, 'difference')),
      now: inWords(quantity(differences, 'difference')),
      place: { kind: 'population', key: populationId },
    };
  }),
  'populations.resolve-difference': telling(sealedFacts['populations.resolve-difference'], ({ differences, kind }) => ({
    noun: 'populations',
    text: `A reason was given for ${quantity(differences, 'difference')} of a reconciliation: ${kind.replaceAll('-', ' ')}.`,
    place: { kind: 'population', key: null },
  })),

  'tests.publish': telling(sealedFacts['tests.publish'], ({ code, version }) => ({
    noun: 'tests',
    text: version === 1 ? `Test published: ${code}.` : `New version of the test ${code}.`,
    before: version === 1 ? null : inWords(`Version ${version - 1}`),
    now: inWords(`Version ${version}`),
    place: { kind: 'test', key: code },
  })),
  'tests.result': telling(sealedFacts['tests.result'], ({ resultId }, { results }) => {
    const result = results.get(resultId);
    const place = { kind: 'result', key: resultId } as const;
    if (result === undefined) return { noun: 'results', text: 'A test was run.', place };
    const now = resultSide(result.document);
    const before = result.before === null ? null : resultSide(result.before);
    const how =
      before === null
        ? 'run for the first time'
        : before.words === now.words
          ? 'run again, with the same result'
          : 'run again, with another result';
    return { noun: 'results', text: `${result.code} ${how}.`, before, now, place };
  }),
  'increments.upload': telling(z.object({ kind: z.string() }), ({ kind }) => ({
    noun: 'tests',
    text: `A file of new rows of ${kind} received for increments.`,
  })),
  'increments.added': telling(
    z.object({ testId: id, number: z.number(), judged: z.number(), newDeviations: z.number() }),
    ({ testId, number, judged, newDeviations }, { tests }) => {
      const code = tests.get(testId)?.code;
      return {
        noun: 'tests',
        text: `Increment ${number} of ${code ?? 'a test'}: ${quantity(judged, 'row')} judged, ${quantity(newDeviations, 'new deviation')} so far. That is no result.`,
        place: code === undefined ? null : { kind: 'test', key: code },
      };
    },
  ),
  'increments.compared': telling(
    z.object({ resultId: id, differing: z.number(), notDue: z.number() }),
    ({ resultId, differing, notDue }, { results }) => ({
      noun: 'results',
      text: `The result of ${results.get(resultId)?.code ?? 'a test'} compared with the increments before it: ${quantity(differing, 'difference')}, ${counted(notDue)} not due.`,
      place: { kind: 'result', key: resultId },
    }),
  ),

  'samples.commit-nonce': telling(sealedFacts['samples.commit-nonce'], ({ control }) => ({
    noun: 'samples',
    text: `A nonce was committed to for samples of ${control}.`,
    place: { kind: 'sample', key: null },
  })),
  'samples.draw': telling(drawn, (facts, { populations }) => ({
    noun: 'samples',
    text: `Sample of ${quantity(facts.size, 'item')} drawn for ${facts.control} from ${quoted(populations.get(facts.populationId)?.name, 'a population')}.`,
    place: { kind: 'sample', key: facts.firstId ?? facts.sampleId },
  })),
  'samples.extend': telling(drawn, ({ sampleId, firstId, control, size, skip }) => ({
    noun: 'samples',
    text: `Sample for ${control} extended.`,
    before: inWords(quantity(skip, 'item')),
    now: inWords(quantity(skip + size, 'item')),
    place: { kind: 'sample', key: firstId ?? sampleId },
  })),
  'samples.add-targeted': stepOf('Items were added to a sample by judgement', ({ document }, control) =>
    document.step !== 'targeted'
      ? undefined
      : {
          text: `${quantity(document.keys.length, 'item')} added to the sample for ${control} by judgement: ${document.reason}`,
        },
  ),
  'samples.replace-void': stepOf('An item of a sample was found void', ({ document }, control) =>
    document.step !== 'replaced'
      ? undefined
      : {
          text: `An item of the sample for ${control} found void: ${document.reason}`,
          before: inWords(document.key),
          now: inWords(document.replacement ?? 'No other takes its place'),
        },
  ),
  'samples.record': stepOf('What an item of a sample shows was recorded', ({ document, before }, control) =>
    document.step !== 'recorded'
      ? undefined
      : {
          text: `Item ${document.key} of the sample for ${control} ${before === null ? 'examined' : 'examined again'}.`,
          before: before === null ? null : inWords(outcomeWords[before]),
          now: inWords(outcomeWords[document.outcome]),
        },
  ),

  'deviations.explain': telling(
    z.object({ explanationId: id, test: z.string(), control: z.string(), items: z.number() }),
    ({ explanationId, test, control, items }, { causes }) => {
      const cause = causes.get(explanationId);
      return {
        noun: 'deviations',
        text: `${quantity(items, 'deviation')} of ${test} explained${cause?.corrects === true ? ', in place of an earlier explanation' : ''}${cause === undefined ? '' : `: ${causeTitles[cause.kind]}`}.`,
        place: { kind: 'control', key: control },
      };
    },
  ),

  'dry-runs.run': telling(sealedFacts['dry-runs.run'], ({ dryRunId, results, samples = [] }) => ({
    noun: 'conclusions',
    text: `Dry run made, on ${quantity(results.length, 'result')} and ${quantity(samples.length, 'sample')}.`,
    place: { kind: 'dry-run', key: dryRunId },
  })),
  'conclusions.decide': telling(sealedFacts['conclusions.decide'], (facts, { decisions }) => {
    const { decisionId, dryRunId, on, subject, conclusion, against, softer } = facts;
    const [now, rules] = [conclusionState.safeParse(conclusion), conclusionState.safeParse(against)];
    const earlier = decisions.get(decisionId) ?? null;
    const from = earlier ?? (rules.success ? rules.data : null);
    const what = on === 'part' ? `The opinion on ${subject}` : sentence(`${on} ${subject}`);
    return {
      noun: 'conclusions',
      text: `${what} ${earlier === null ? 'concluded' : 'concluded anew'}${softer ? ', softer than the rules and with a reason' : ''}.`,
      before:
        from === null
          ? null
          : { state: from, words: `${conclusionTitle(from)}${earlier === null ? ', by the rules' : ''}` },
      now: now.success ? { state: now.data, words: conclusionTitle(now.data) } : inWords(conclusion),
      place: { kind: 'dry-run', key: dryRunId },
    };
  }),
};

/** A piece of evidence and the days it speaks for. */
function spoken(title: string | undefined, from: string, to: string): ReturnType<typeof inWords> {
  return inWords(`${quoted(title, 'Evidence')}, for ${from === to ? from : `${from} to ${to}`}`);
}

/** Words for a step of a sample, or `otherwise` where the step itself is not known. */
function stepOf(
  otherwise: string,
  tell: (step: KnownStep, control: string) => Pick<Told, 'text' | 'before' | 'now'> | undefined,
): Tell {
  return telling(step, ({ stepId, sampleId }, { steps, samples }) => {
    const known = steps.get(stepId);
    const told = known === undefined ? undefined : tell(known, samples.get(sampleId)?.control ?? 'a control');
    return { noun: 'samples', ...(told ?? { text: `${otherwise}.` }), place: { kind: 'sample', key: sampleId } };
  });
}

/** `: GOV-01 and CHG-02 added, IAM-01 taken away`; nothing for what is empty. */
function given(lists: readonly (readonly [readonly string[], string])[]): string {
  const told = lists.filter(([codes]) => codes.length > 0).map(([codes, what]) => `${joined(codes)} ${what}`);
  return told.length === 0 ? '' : `: ${told.join(', ')}`;
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
