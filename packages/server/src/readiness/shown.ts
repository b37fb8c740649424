import {
  askedQuestions,
  gapOf,
  questionCatalogue,
  questionSections,
  questionState,
  severities,
  speaksOfRelevant,
  type AnswerCounts,
  type AssessmentCounts,
  type AttachedEvidence,
  type Engagement,
  type Gap,
  type GapCounts,
  type GivenAnswer,
  type HeldQuestion,
  type Question,
} from '@tickmark/core';
import { newestDecisions, notRelevantOf } from '../engagements/index.ts';
import { newestVersions, recordsOf as piecesOf } from '../evidence/index.ts';
import type { Tx } from '../platform/database/index.ts';
import { linksOf, newestAnswers } from './store.ts';

/** A question that is asked, with its newest answer and what that tells to be missing. */
export interface Held {
  question: Question;
  given: GivenAnswer | null;
  gap: Gap | null;
  /** Whether it speaks of a criterion that is weighed. */
  relevant: boolean;
}

/** Every question that is asked in an engagement, in the order of the catalogue. */
export async function heldQuestions(
  tx: Tx,
  organizationId: string,
  { id, categories }: Pick<Engagement, 'id' | 'categories'>,
): Promise<Held[]> {
  const answers = await newestAnswers(tx, organizationId, id);
  const notRelevant = notRelevantOf(await newestDecisions(tx, organizationId, id));
  return askedQuestions(categories, questionCatalogue).map((question) => {
    const given = answers.get(question.id) ?? null;
    const relevant = speaksOfRelevant(question, categories, notRelevant);
    return { question, given, gap: gapOf(question, given?.answer ?? null, categories), relevant };
  });
}

export function countAnswers(held: readonly Held[]): AnswerCounts {
  const states = held.map(({ given }) => questionState(given?.answer ?? null));
  const count = (...of: (typeof states)[number][]): number => states.filter((state) => of.includes(state)).length;
  return {
    total: held.length,
    answered: count('answered', 'partial'),
    partly: count('partial'),
    unknown: count('unknown'),
    notApplicable: count('not-applicable'),
    unanswered: count('unanswered'),
  };
}

/** Of what speaks of a relevant criterion; what does not is counted apart. */
export function countGaps(held: readonly Held[]): GapCounts {
  const counted = severities.map((severity) => [
    severity,
    held.filter(({ gap, relevant }) => relevant && gap?.severity === severity).length,
  ]);
  return Object.fromEntries(counted) as GapCounts;
}

/** How far the assessment is, all of it and each section. */
export function countAssessment(held: readonly Held[]): AssessmentCounts {
  return { ...countAnswers(held), sections: countSections(held), gaps: countGaps(held) };
}

/** Gaps that speak only of criteria which were taken for not relevant. */
export function countApart(held: readonly Held[]): number {
  return held.filter(({ gap, relevant }) => !relevant && gap !== null).length;
}

/** The same by section, in the order of the catalogue; sections that ask nothing are left out. */
export function countSections(held: readonly Held[]): (AnswerCounts & { section: string; gaps: number })[] {
  return questionSections.flatMap((section) => {
    const own = held.filter(({ question }) => question.section === section);
    if (own.length === 0) return [];
    return [
      { section, ...countAnswers(own), gaps: own.filter(({ gap, relevant }) => gap !== null && relevant).length },
    ];
  });
}

/** What the list of steps tells of the assessment. */
export async function readinessProgress(
  tx: Tx,
  organizationId: string,
  engagement: Pick<Engagement, 'id' | 'categories'>,
): Promise<AnswerCounts & { gaps: GapCounts; apart: number }> {
  const held = await heldQuestions(tx, organizationId, engagement);
  return { ...countAnswers(held), gaps: countGaps(held), apart: countApart(held) };
}

interface Narrowed {
  section?: string | undefined;
  control?: string | undefined;
  criterion?: string | undefined;
  search?: string | undefined;
}

/** Whether a question is of a section, a control and a criterion, and has all words, in any of what is shown of it. */
export function fits({ question, given, gap }: Held, { section, control, criterion, search = '' }: Narrowed): boolean {
  if (section !== undefined && question.section !== section) return false;
  if (control !== undefined && !question.controls.includes(control)) return false;
  if (criterion !== undefined && !question.criteria.includes(criterion)) return false;
  const { id, text, controls, criteria } = question;
  const shown = [
    id,
    question.section,
    text,
    given?.words,
    given?.note,
    gap?.gap,
    gap?.remediation,
    ...controls,
    ...criteria,
  ]
    .join(' ')
    .toLowerCase();
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => shown.includes(word));
}

/** Questions as they are shown, with the evidence that is attached to them. */
export async function shownQuestions(
  tx: Tx,
  organizationId: string,
  engagementId: string,
  held: readonly Held[],
): Promise<HeldQuestion[]> {
  const attached = await attachedTo(tx, organizationId, engagementId);
  return held.map(({ question, given, gap, relevant }) => {
    const { gapRules: _rules, cadenceOrder: _order, ...told } = question;
    return {
      ...told,
      state: questionState(given?.answer ?? null),
      given,
      gap,
      relevant,
      evidence: attached.get(question.id) ?? [],
    };
  });
}

/** Pieces by the question that they are attached to. */
export async function attachedTo(
  tx: Tx,
  organizationId: string,
  engagementId: string,
  question?: string,
): Promise<Map<string, AttachedEvidence[]>> {
  const links = await linksOf(tx, organizationId, engagementId, question);
  const ids = [...new Set(links.map(({ evidenceId }) => evidenceId))];
  const pieces = await piecesOf(tx, organizationId, ids);
  const newest = await newestVersions(tx, organizationId, ids);
  const shown = links.flatMap((link) => {
    const piece = pieces.get(link.evidenceId);
    if (piece === undefined) return [];
    const { id, title, fileName, sha256 } = piece;
    return [
      {
        question: link.question,
        evidence: { id, title, fileName, deleted: sha256 === null, newer: newest.get(id) ?? null },
      },
    ];
  });
  return new Map(
    [...Map.groupBy(shown, (each) => each.question)].map(([id, own]) => [id, own.map(({ evidence }) => evidence)]),
  );
}
