import type { Answer, GivenAnswer } from '@tickmark/core';
import { answerWords, questionOf } from '@tickmark/core';
import { sql, type Insertable } from 'kysely';
import { json, type Schema, type Tx } from '../platform/database/index.ts';

/** An answer as its record is sealed. */
export type NewAnswer = Omit<Insertable<Schema['readinessAnswers']>, 'answer' | 'entryIndex'> & { answer: Answer };
export type NewLink = Omit<Insertable<Schema['readinessEvidence']>, 'entryIndex'>;

/** Holds back whoever else would answer in this engagement: each answer is held against the one before it. */
export async function lockAnswers(tx: Tx, engagementId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`tickmark.readiness ${engagementId}`}, 0))`.execute(tx);
}

export async function insertAnswers(tx: Tx, rows: readonly NewAnswer[], entryIndex: number): Promise<void> {
  await tx
    .insertInto('readinessAnswers')
    .values(rows.map((row) => ({ ...row, answer: json(row.answer), entryIndex })))
    .execute();
}

function selectAnswers(tx: Tx, organizationId: string, engagementId: string) {
  return tx
    .selectFrom('readinessAnswers as a')
    .leftJoin('users as u', 'u.id', 'a.answeredBy')
    .select([
      'a.id',
      'a.question',
      'a.version',
      'a.answer',
      'a.note',
      'a.gap',
      'a.answeredAt',
      'a.answeredBy',
      'a.entryIndex',
      'u.name',
    ])
    .where('a.organizationId', '=', organizationId)
    .where('a.engagementId', '=', engagementId);
}

/** The newest answer to each question that was answered, withdrawn ones too. */
export async function newestAnswers(
  tx: Tx,
  organizationId: string,
  engagementId: string,
): Promise<Map<string, GivenAnswer>> {
  const rows = await selectAnswers(tx, organizationId, engagementId)
    .distinctOn('a.question')
    .orderBy('a.question')
    .orderBy('a.version', 'desc')
    .execute();
  return new Map(rows.map((row) => [row.question, toAnswer(row)]));
}

/** Every answer to a question, newest first. */
export async function answersTo(
  tx: Tx,
  organizationId: string,
  engagementId: string,
  question: string,
): Promise<GivenAnswer[]> {
  const rows = await selectAnswers(tx, organizationId, engagementId)
    .where('a.question', '=', question)
    .orderBy('a.version', 'desc')
    .execute();
  return rows.map(toAnswer);
}

/** By question, when the newest answer's gap was first told of, without an answer of another kind in between. */
export async function gapsSince(tx: Tx, organizationId: string, engagementId: string): Promise<Map<string, string>> {
  const { rows } = await sql<{ question: string; since: Date }>`
    with own as (
      select question, version, gap, answered_at,
        first_value(gap) over (partition by question order by version desc) as newest
      from readiness_answers where organization_id = ${organizationId} and engagement_id = ${engagementId}
    ), other as (
      select question, max(version) as version from own where gap is distinct from newest group by question
    )
    select own.question, min(own.answered_at) as since from own left join other on other.question = own.question
    where own.version > coalesce(other.version, 0) group by own.question`.execute(tx);
  return new Map(rows.map(({ question, since }) => [question, new Date(since).toISOString()]));
}

type Row = Awaited<ReturnType<ReturnType<typeof selectAnswers>['executeTakeFirstOrThrow']>>;

function toAnswer({ answer, answeredAt, answeredBy, name, entryIndex, ...row }: Row): GivenAnswer {
  const given = answer as Answer;
  return {
    ...row,
    answer: given,
    words: answerWords(questionOf(row.question) ?? {}, given),
    at: answeredAt.toISOString(),
    by: { id: answeredBy, name },
    entryIndex: Number(entryIndex),
  };
}

export async function insertLinks(tx: Tx, rows: readonly NewLink[], entryIndex: number): Promise<void> {
  await tx
    .insertInto('readinessEvidence')
    .values(rows.map((row) => ({ ...row, entryIndex })))
    .execute();
}

/** What is attached to a question, or to all, in the order it was attached. */
export async function linksOf(
  tx: Tx,
  organizationId: string,
  engagementId: string,
  question?: string,
): Promise<{ id: string; question: string; evidenceId: string }[]> {
  let query = tx
    .selectFrom('readinessEvidence')
    .select(['id', 'question', 'evidenceId'])
    .where('organizationId', '=', organizationId)
    .where('engagementId', '=', engagementId);
  if (question !== undefined) query = query.where('question', '=', question);
  return query.orderBy('entryIndex').orderBy('id').execute();
}

/** Questions that any of these pieces is attached to, where their newest answer says something, with the engagement. */
export async function answeredWithPieces(
  tx: Tx,
  organizationId: string,
  pieces: readonly string[],
): Promise<{ evidenceId: string; question: string; engagement: { id: string; title: string } }[]> {
  if (pieces.length === 0) return [];
  const rows = await tx
    .selectFrom('readinessEvidence as l')
    .innerJoin('engagements as e', (join) =>
      join.onRef('e.organizationId', '=', 'l.organizationId').onRef('e.id', '=', 'l.engagementId'),
    )
    .select(['l.evidenceId', 'l.question', 'e.id', 'e.title'])
    .where('l.organizationId', '=', organizationId)
    .where('l.evidenceId', 'in', [...pieces])
    .where(
      sql<boolean>`coalesce((select a.answer->>'kind' not in ('withdrawn', 'unknown') from readiness_answers a
        where a.organization_id = l.organization_id and a.engagement_id = l.engagement_id and a.question = l.question
        order by a.version desc limit 1), false)`,
    )
    .orderBy('l.question')
    .orderBy('l.id')
    .execute();
  return rows.map(({ evidenceId, question, id, title }) => ({ evidenceId, question, engagement: { id, title } }));
}

export async function deleteLinks(tx: Tx, organizationId: string, ids: readonly string[]): Promise<void> {
  await tx
    .deleteFrom('readinessEvidence')
    .where('organizationId', '=', organizationId)
    .where('id', 'in', [...ids])
    .execute();
}
