import { z } from 'zod';
import { id } from '../../operations/shapes.ts';
import { questionOf } from '../../readiness/index.ts';
import { joined, quantity } from '../../reasons/index.ts';
import { quoted, telling, type KnownRecords, type Tell, type Told } from './told.ts';

const answered = z.object({ questions: z.array(z.string()), withdrawn: z.array(z.string()) });
const made = z.object({ reportId: id, number: z.number().int() });
const issued = made.extend({ copy: z.number().int() });
const pieces = z.object({ question: z.string(), evidence: z.array(id) });

/** Words for the readiness assessment. What was answered is in no entry. */
export const tellReadiness: Readonly<Record<string, Tell>> = {
  'readiness.answer': telling(answered, ({ questions, withdrawn }) => {
    const given = questions.filter((each) => !withdrawn.includes(each));
    const parts = [
      ...(given.length === 0 ? [] : [`${named(given)} answered`]),
      ...(withdrawn.length === 0
        ? []
        : [`${withdrawn.length === 1 ? 'the answer to' : 'the answers to'} ${named(withdrawn)} taken back`]),
    ];
    const text = joined(parts);
    return about(questions, `Readiness assessment: ${text}.`);
  }),
  'readiness.attach': telling(pieces, ({ question, evidence }, known) =>
    about([question], `${titled(evidence, known)} attached to ${named([question])}.`),
  ),
  'readiness.detach': telling(pieces, ({ question, evidence }, known) =>
    about([question], `${titled(evidence, known)} taken off ${named([question])}.`),
  ),
  'readiness-reports.make': telling(made, ({ reportId, number }) =>
    reported(reportId, `Readiness report ${number} made.`),
  ),
  'readiness-reports.issue': telling(issued, ({ reportId, number, copy }) =>
    reported(reportId, `Copy ${copy} of readiness report ${number} issued.`),
  ),
};

function reported(reportId: string, text: string): Told {
  return { noun: 'readiness', text, place: { kind: 'readiness-report', key: reportId } };
}

function about(questions: readonly string[], words: string): Told {
  const text = words.charAt(0).toUpperCase() + words.slice(1);
  const key = questions.length === 1 ? (questions[0] ?? null) : null;
  return { noun: 'readiness', text, place: { kind: 'readiness', key } };
}

/** `RQ-046 “Is multi-factor authentication enforced …?”`, or how many. */
function named(questions: readonly string[]): string {
  const [first] = questions;
  return questions.length === 1 && first !== undefined
    ? `${first} ${quoted(questionOf(first)?.text, '')}`.trim()
    : quantity(questions.length, 'question');
}

function titled(evidence: readonly string[], { evidence: known }: KnownRecords): string {
  const [first] = evidence;
  return evidence.length === 1 && first !== undefined
    ? quoted(known.get(first)?.title, 'a piece of evidence')
    : `${quantity(evidence.length, 'piece')} of evidence`;
}
