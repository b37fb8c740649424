import type { Answer, HeldQuestion } from '@tickmark/core';
import { useMutation, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import type { Input, Output } from '../../api/client.ts';
import { readAgain } from '../../api/read-again.ts';
import { call } from '../../api.ts';
import { useDrafts, type Draft } from '../../ui/drafts.ts';

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

/** What of a question is written: the note beside the answer, or words that are the answer or the reason in it. */
export type WrittenPart = 'note' | 'answer';

interface Giving {
  /** Where it is not said: what is typed, or else what stands. */
  note?: string | null;
  /** Version of the answer that was seen; where it is not said, the one that is shown now. */
  after?: number;
}

export interface Answering {
  attempt: (question: string) => Attempt | undefined;
  /** What is typed and not saved yet; it stays on this device until it is saved or dropped. */
  draft: (question: string, part: WrittenPart) => Draft | undefined;
  /** Questions with something of that. */
  begun: readonly string[];
  type: (question: HeldQuestion, part: WrittenPart, text: string) => void;
  drop: (question: string) => void;
  give: (question: HeldQuestion, answer: Answer, giving?: Giving) => void;
  /** Puts back what stood before. */
  undo: (question: HeldQuestion) => void;
  forget: (question: string) => void;
}

const parts: readonly WrittenPart[] = ['note', 'answer'];

/** Answers that are saved as they are given, each question for itself. */
export function useAnswering(engagementId: string): Answering {
  const client = useQueryClient();
  const { mutateAsync } = useMutation({
    mutationFn: (input: Input<'readiness.answer'>) => call('readiness.answer', input),
  });
  const [attempts, setAttempts] = useState<ReadonlyMap<string, Attempt>>(new Map());
  const drafts = useDrafts(`readiness ${engagementId}`);
  /** Of questions whose answer is on its way, what was chosen since: it goes when that one has come. */
  const underWay = useRef(new Map<string, { answer: Answer; note: string | null | undefined } | null>());
  const keep = (id: string, attempt: Attempt): void => setAttempts((all) => new Map([...all, [id, attempt]]));
  const drop = (id: string): void => parts.forEach((part) => drafts.drop(`${id} ${part}`));

  const give: Answering['give'] = (question, answer, { note, after } = {}) => {
    const { id, given } = question;
    if (underWay.current.has(id)) {
      underWay.current.set(id, { answer, note });
      setAttempts((all) => {
        const before = all.get(id);
        return before === undefined ? all : new Map([...all, [id, { ...before, answer }]]);
      });
      return;
    }
    const draft = drafts.latest(`${id} note`);
    const said = { answer, note: trimmed(note === undefined ? (draft?.text ?? given?.note) : note) };
    if (given !== null && given.note === said.note && JSON.stringify(given.answer) === JSON.stringify(answer)) {
      drop(id);
      return;
    }
    send(id, said, {
      before: given === null ? null : { answer: given.answer, note: given.note },
      after: after ?? (note === undefined ? draft?.after : undefined) ?? given?.version ?? 0,
      saves: attempts.get(id)?.saves ?? 0,
    });
  };

  function send(id: string, said: Said, seen: Pick<Attempt, 'before' | 'saves'> & { after: number }): void {
    const { before, saves } = seen;
    const attempt = { ...said, before, error: null, saves };
    const written = parts.map((part) => drafts.latest(`${id} ${part}`)?.text);
    underWay.current.set(id, null);
    keep(id, { ...attempt, state: 'saving' });
    void save(id, said, seen).then(
      (version) => {
        // What was written on since is over the answer that has just come.
        for (const [place, part] of parts.entries()) {
          const draft = drafts.latest(`${id} ${part}`);
          if (draft === undefined) continue;
          if (draft.text === written[place]) drafts.drop(`${id} ${part}`);
          else drafts.put(`${id} ${part}`, { ...draft, after: version });
        }
        const then = taken(id);
        const again = then && { answer: then.answer, note: then.note === undefined ? said.note : trimmed(then.note) };
        if (again === undefined || JSON.stringify(again) === JSON.stringify(said))
          keep(id, { ...attempt, state: 'saved', saves: saves + 1 });
        else send(id, again, { before: said, after: version, saves: saves + 1 });
      },
      (error: unknown) => {
        // Whoever tries again means what they chose last.
        keep(id, { ...attempt, answer: taken(id)?.answer ?? said.answer, state: 'failed', error });
        // What somebody else answered in the meantime is shown beside.
        void readAgain(client);
      },
    );
  }

  /** The version of the answer once it is saved. */
  async function save(id: string, { answer, note }: Said, { after }: { after: number }): Promise<number> {
    const answers = [{ question: id, answer, note: note ?? undefined, after }];
    const made = await mutateAsync({ engagementId, answers });
    keepAnswered(client, engagementId, made);
    return made.items[0]?.version ?? after;
  }

  /** What was chosen while the answer was on its way, which it no longer is. */
  function taken(id: string) {
    const then = underWay.current.get(id) ?? undefined;
    underWay.current.delete(id);
    return then;
  }

  return {
    attempt: (id) => attempts.get(id),
    draft: (id, part) => drafts.all.get(`${id} ${part}`),
    begun: [...new Set([...drafts.all.keys()].map((key) => key.split(' ')[0] ?? ''))].toSorted(),
    type: ({ id, given }, part, text) => {
      const key = `${id} ${part}`;
      const stands = part === 'note' ? (given?.note ?? '') : wordsOf(given?.answer);
      if (text === stands) drafts.drop(key);
      else drafts.put(key, { text, after: drafts.all.get(key)?.after ?? given?.version ?? 0 });
    },
    drop,
    give,
    undo: (question) => {
      const before = attempts.get(question.id)?.before;
      give(question, before?.answer ?? { kind: 'withdrawn' }, { note: before?.note ?? null });
    },
    forget: (id) => setAttempts((all) => new Map([...all].filter(([each]) => each !== id))),
  };
}

function trimmed(note: string | null | undefined): string | null {
  return note == null || note.trim() === '' ? null : note.trim();
}

/** What of an answer is written by hand. */
export function wordsOf(answer: Answer | null | undefined): string {
  if (answer?.kind === 'text') return answer.text;
  return answer?.kind === 'not-applicable' ? answer.reason : '';
}

/**
 * Puts what an answer changed in place of what was read before, and lets everything else be read again when it is next
 * looked at: the questions are not read as a whole for one answer.
 */
function keepAnswered(client: QueryClient, engagementId: string, made: Output<'readiness.answer'>): void {
  const changed = new Map(made.questions.map((question) => [question.id, question]));
  const isOfThis = (key: readonly unknown[]): boolean =>
    key[1] === 'readiness.questions' && (key[2] as Input<'readiness.questions'>).engagementId === engagementId;
  client.setQueriesData<Output<'readiness.questions'>>(
    { predicate: ({ queryKey }) => isOfThis(queryKey) },
    (before) =>
      before && {
        ...before,
        counts: made.counts,
        items: before.items.map((question) => changed.get(question.id) ?? question),
      },
  );
  void client.invalidateQueries({ predicate: ({ queryKey }) => !isOfThis(queryKey), refetchType: 'none' });
  void client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[1] === 'readiness.history' });
}
