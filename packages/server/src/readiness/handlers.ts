import {
  bySeverity,
  categoriesWithoutCriteria,
  gradeControls,
  gradeCriteria,
  notAsked,
  questionCatalogue,
  questionState,
  readiness,
  ungradedCriteria,
} from '@tickmark/core';
import { engagementOf } from '../engagements/index.ts';
import type { HandlersOf } from '../platform/handler.ts';
import { answerHandlers, askedQuestion } from './answer.ts';
import { assessedOf } from './assessed.ts';
import { countAnswers, countApart, countAssessment, countGaps, fits, heldQuestions, shownQuestions } from './shown.ts';
import { answersTo, gapsSince } from './store.ts';

export const readinessHandlers: HandlersOf<'readiness'> = {
  'readiness.questions': async ({ tx, organizationId }, { engagementId, state, question: only, ...by }) => {
    const engagement = await engagementOf(tx, organizationId, engagementId);
    const all = await heldQuestions(tx, organizationId, engagement);
    const found = all.filter(
      (held) =>
        fits(held, by) &&
        (state === undefined || questionState(held.given?.answer ?? null) === state) &&
        (only === undefined || held.question.id === only),
    );
    return {
      items: await shownQuestions(tx, organizationId, engagementId, found),
      total: found.length,
      counts: countAssessment(all),
      notAsked: questionCatalogue.flatMap((question) => {
        const words = notAsked(question, engagement.categories);
        const { id, section, text } = question;
        return words === null ? [] : [{ id, section, text, words }];
      }),
    };
  },

  'readiness.history': async ({ tx, organizationId }, { engagementId, question }) => {
    await engagementOf(tx, organizationId, engagementId);
    const items = await answersTo(tx, organizationId, engagementId, question);
    // What was answered stays on record, also where it is not asked any more.
    if (items.length === 0) askedQuestion(await engagementOf(tx, organizationId, engagementId), question, 'question');
    return { items, total: items.length };
  },

  'readiness.gaps': async ({ tx, organizationId }, { engagementId, severity, ...by }) => {
    const engagement = await engagementOf(tx, organizationId, engagementId);
    const all = await heldQuestions(tx, organizationId, engagement);
    const since = await gapsSince(tx, organizationId, engagementId);
    const items = all
      .flatMap((held) => {
        const { question, gap, given, relevant } = held;
        if (gap === null || given === null) return [];
        if (!fits(held, by) || (severity !== undefined && gap.severity !== severity)) return [];
        return [{ ...gap, text: question.text, given, since: since.get(question.id) ?? given.at, relevant }];
      })
      .toSorted((a, b) => Number(b.relevant) - Number(a.relevant) || bySeverity(a, b));
    return {
      items,
      total: items.length,
      effortDays: items.reduce((sum, { effortDays, relevant }) => sum + (relevant ? effortDays : 0), 0),
      counts: countGaps(all),
      apart: countApart(all),
      unanswered: countAnswers(all).unanswered,
    };
  },

  'readiness.grades': async ({ tx, organizationId }, { engagementId }) => {
    const engagement = await engagementOf(tx, organizationId, engagementId);
    const held = await heldQuestions(tx, organizationId, engagement);
    const assessed = await assessedOf(tx, organizationId, engagement, held);
    const controls = gradeControls(assessed);
    const criteria = gradeCriteria(assessed, controls);
    const { critical, high } = countGaps(held);
    const notRelevant = ungradedCriteria(assessed);
    const out = { notRelevant: notRelevant.length, emptied: categoriesWithoutCriteria(assessed) };
    return { criteria, notRelevant, controls, readyFor: readiness(criteria, critical + high, out) };
  },

  ...answerHandlers,
};
