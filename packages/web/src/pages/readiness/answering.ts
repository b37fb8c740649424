import type { Answer, HeldQuestion } from '@tickmark/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { readAgain } from '../../api/read-again.ts';
import { useWrite } from '../../queries.ts';

interface Said {
  answer: Answer;
  note: string | null;
}

/** What this browser did last with a question. */
export interface Attempt extends Said {
  state: 'saving' | 'saved' | 'failed';
  error: unknown;
  /** What stood before; null where nothing did. */
  before: Said | null;
  /** How often something was saved here; what is typed is kept until then. */
  saves: number;
}

/** What is typed as a note, and the version of the answer that was seen when the typing began. */
interface Draft {
  note: string;
  after: number;
}

interface Giving {
  /** Where it is not said: what is typed, or else what stands. */
  note?: string | null;
  /** Version of the answer that was seen; where it is not said, the one that is shown now. */
  after?: number;
}

export interface Answering {
  attempt: (question: string) => Attempt | undefined;
  /** What is typed as a note and not saved yet. */
  draft: (question: string) => Draft | undefined;
  type: (question: HeldQuestion, note: string) => void;
  give: (question: HeldQuestion, answer: Answer, giving?: Giving) => void;
  /** Puts back what stood before. */
  undo: (question: HeldQuestion) => void;
  forget: (question: string) => void;
}

/** Answers that are saved as they are given, each question for itself. */
export function useAnswering(engagementId: string): Answering {
  const client = useQueryClient();
  const write = useWrite('readiness.answer');
  const [attempts, setAttempts] = useState<ReadonlyMap<string, Attempt>>(new Map());
  const [drafts, setDrafts] = useState<ReadonlyMap<string, Draft>>(new Map());
  const keep = (id: string, attempt: Attempt): void => setAttempts((all) => new Map([...all, [id, attempt]]));
  const untype = (id: string): void => setDrafts((all) => new Map([...all].filter(([each]) => each !== id)));

  const give: Answering['give'] = (question, answer, { note, after } = {}) => {
    const { id, given } = question;
    // Whoever answers again while it is saved has not seen yet what they would answer over.
    if (attempts.get(id)?.state === 'saving') return;
    const draft = drafts.get(id);
    const said = note === undefined ? (draft?.note ?? given?.note ?? null) : note;
    const words = said === null || said.trim() === '' ? null : said.trim();
    if (given !== null && given.note === words && JSON.stringify(given.answer) === JSON.stringify(answer)) {
      untype(id);
      return;
    }
    const before = given === null ? null : { answer: given.answer, note: given.note };
    const saves = attempts.get(id)?.saves ?? 0;
    const attempt = { answer, note: words, before, error: null, saves };
    keep(id, { ...attempt, state: 'saving' });
    write.mutate(
      {
        engagementId,
        answers: [
          {
            question: id,
            answer,
            note: words ?? undefined,
            after: after ?? (note === undefined ? draft?.after : undefined) ?? given?.version ?? 0,
          },
        ],
      },
      {
        onSuccess: () => {
          untype(id);
          keep(id, { ...attempt, state: 'saved', saves: saves + 1 });
        },
        onError: (error) => {
          keep(id, { ...attempt, state: 'failed', error });
          // What somebody else answered in the meantime is shown beside.
          void readAgain(client);
        },
      },
    );
  };

  return {
    attempt: (id) => attempts.get(id),
    draft: (id) => drafts.get(id),
    type: ({ id, given }, note) =>
      setDrafts((all) => new Map([...all, [id, { note, after: all.get(id)?.after ?? given?.version ?? 0 }]])),
    give,
    undo: (question) => {
      const before = attempts.get(question.id)?.before;
      give(question, before?.answer ?? { kind: 'withdrawn' }, { note: before?.note ?? null });
    },
    forget: (id) => setAttempts((all) => new Map([...all].filter(([each]) => each !== id))),
  };
}
