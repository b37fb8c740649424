import {
  answerFault,
  answerWords,
  gapOf,
  notAsked,
  questionOf,
  TickmarkError,
  type Answer,
  type Engagement,
  type GivenAnswer,
  type Question,
} from '@tickmark/core';
import { engagementOf } from '../engagements/index.ts';
import { lockLibrary, refuseUnlinkable } from '../evidence/index.ts';
import type { HandlersOf } from '../platform/handler.ts';
import { seal, sealRemoval, type Seals } from '../platform/trail/index.ts';
import { attachedTo, countAssessment, heldQuestions, shownQuestions } from './shown.ts';
import {
  deleteLinks,
  insertAnswers,
  insertLinks,
  linksOf,
  lockAnswers,
  newestAnswers,
  type NewAnswer,
  type NewLink,
} from './store.ts';

type Writing = 'readiness.answer' | 'readiness.attach' | 'readiness.detach';

export const answerHandlers: Pick<HandlersOf<'readiness'>, Writing> = {
  'readiness.answer': async (context, { engagementId, answers }) => {
    const { tx, organizationId, now, userId, newId } = context;
    const engagement = await engagementOf(tx, organizationId, engagementId);
    await lockAnswers(tx, engagementId);
    const standing = await newestAnswers(tx, organizationId, engagementId);
    const unchanged: string[] = [];
    const seen = new Set<string>();
    const rows: NewAnswer[] = [];
    for (const [place, { question: id, answer, note = null, after }] of answers.entries()) {
      const field = `answers.${place}`;
      const question = askedQuestion(engagement, id, `${field}.question`);
      if (seen.has(id)) {
        throw new TickmarkError('bad_input', `${id} is answered twice here.`, {
          field: `${field}.question`,
          action: 'Answer each question once.',
        });
      }
      seen.add(id);
      const fault = answerFault(question, answer);
      if (fault !== null) {
        throw new TickmarkError('bad_input', fault, {
          field: `${field}.answer`,
          action: 'Give an answer that the question takes; nothing of what you sent was kept.',
        });
      }
      const before = standing.get(id);
      if (isAnsweredSo(before, answer, note)) {
        unchanged.push(id);
        continue;
      }
      refuseUnseen(question, before, after, `${field}.after`);
      rows.push({
        organizationId,
        id: newId(),
        engagementId,
        question: id,
        version: (before?.version ?? 0) + 1,
        answer,
        note,
        gap: gapOf(question, answer, engagement.categories)?.id ?? null,
        answeredAt: now,
        answeredBy: userId,
      });
    }
    if (rows.length === 0) {
      throw new TickmarkError('already_done', 'Each of these questions is answered so already.', { field: 'answers' });
    }
    const entryIndex = await context.record(
      {
        engagementId,
        questions: rows.map(({ question }) => question),
        withdrawn: rows.flatMap(({ question, answer: { kind } }) => (kind === 'withdrawn' ? [question] : [])),
      },
      Object.assign({}, ...rows.map((row) => seal('readinessAnswers', row))) as Seals,
    );
    await insertAnswers(tx, rows, entryIndex);
    const held = await heldQuestions(tx, organizationId, engagement);
    const named = held.filter(({ question }) => seen.has(question.id));
    const items = rows.flatMap((row) => named.find(({ question }) => question.id === row.question)?.given ?? []);
    return {
      items,
      total: items.length,
      unchanged,
      questions: await shownQuestions(tx, organizationId, engagementId, named),
      counts: countAssessment(held),
    };
  },

  'readiness.attach': async (context, { engagementId, question, evidence }) => {
    const { tx, organizationId, now, userId, newId } = context;
    askedQuestion(await engagementOf(tx, organizationId, engagementId), question, 'question');
    // Whoever would delete one of these pieces waits, and whoever would attach one as well.
    await lockLibrary(tx, organizationId);
    await refuseUnlinkable(context, evidence);
    const linked = await linksOf(tx, organizationId, engagementId, question);
    const fresh = [...new Set(evidence)].filter((id) => !linked.some(({ evidenceId }) => evidenceId === id));
    if (fresh.length === 0) {
      throw new TickmarkError('already_done', `Each of these pieces is attached to ${question} already.`, {
        field: 'evidence',
      });
    }
    const rows: NewLink[] = fresh.map((evidenceId) => ({
      organizationId,
      id: newId(),
      engagementId,
      question,
      evidenceId,
      attachedAt: now,
      attachedBy: userId,
    }));
    const entryIndex = await context.record(
      { engagementId, question, evidence: fresh },
      Object.assign({}, ...rows.map((row) => seal('readinessEvidence', row))) as Seals,
    );
    await insertLinks(tx, rows, entryIndex);
    const attached = await attachedTo(tx, organizationId, engagementId, question);
    return { question, evidence: attached.get(question) ?? [], attached: fresh };
  },

  'readiness.detach': async (context, { engagementId, question, evidence }) => {
    const { tx, organizationId } = context;
    askedQuestion(await engagementOf(tx, organizationId, engagementId), question, 'question');
    await lockLibrary(tx, organizationId);
    const links = (await linksOf(tx, organizationId, engagementId, question)).filter(({ evidenceId }) =>
      evidence.includes(evidenceId),
    );
    if (links.length === 0) {
      throw new TickmarkError('already_done', `None of these pieces is attached to ${question}.`, {
        field: 'evidence',
      });
    }
    const detached = links.map(({ evidenceId }) => evidenceId);
    await deleteLinks(
      tx,
      organizationId,
      links.map(({ id }) => id),
    );
    await context.record(
      { engagementId, question, evidence: detached },
      Object.assign({}, ...links.map((link) => sealRemoval('readinessEvidence', link))) as Seals,
    );
    const attached = await attachedTo(tx, organizationId, engagementId, question);
    return { question, evidence: attached.get(question) ?? [], detached };
  },
};

/** The question of this id, as it is asked in the engagement. Errors: not_found, conflict. */
export function askedQuestion({ categories }: Pick<Engagement, 'categories'>, id: string, field: string): Question {
  const question = questionOf(id);
  if (question === undefined) {
    throw new TickmarkError('not_found', `The readiness assessment has no question ${id}.`, {
      field,
      action: 'Take an id from the list of questions, such as RQ-046.',
    });
  }
  const why = notAsked(question, categories);
  if (why === null) return question;
  throw new TickmarkError('conflict', `${id} is not asked. ${why}`, {
    field,
    action: 'Leave it out, or add the category to the engagement.',
  });
}

function isAnsweredSo(before: GivenAnswer | undefined, given: Answer, note: string | null): boolean {
  if (before === undefined) return given.kind === 'withdrawn';
  return before.note === note && same(before.answer, given);
}

/** Whether two answers say the same; the order of what is chosen says nothing. */
function same(a: Answer, b: Answer): boolean {
  const fields = (of: Answer): string =>
    JSON.stringify(
      Object.entries(of)
        .map(([name, value]) => [name, Array.isArray(value) ? value.toSorted() : (value as unknown)] as const)
        .toSorted(([left], [right]) => (left < right ? -1 : 1)),
    );
  return fields(a) === fields(b);
}

/** As much of an answer as an error tells. */
const mostTold = 120;

/** Nobody answers over what they have not seen. Errors: conflict. */
function refuseUnseen(question: Question, before: GivenAnswer | undefined, after: number, field: string): void {
  const version = before?.version ?? 0;
  if (version === after) return;
  if (before === undefined) {
    throw new TickmarkError('conflict', `${question.id} has no answer ${after}.`, {
      field,
      action: 'Look at the question again, and answer with 0.',
    });
  }
  const words = answerWords(question, before.answer);
  const told = words.length > mostTold ? `${words.slice(0, mostTold)}…` : words;
  throw new TickmarkError(
    'conflict',
    `${before.by.name ?? 'Somebody'} answered ${question.id} with “${told}” after you had looked. Nothing of what you sent was kept.`,
    { field, action: `Look at that answer. To answer over it, send ${version} as the version you have seen.` },
  );
}
