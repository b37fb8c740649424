import { z } from 'zod';
import { id } from '../../operations/shapes.ts';
import { joined, quantity } from '../../reasons/index.ts';
import { inWords, quoted, telling, type KnownRecords, type Tell, type Told } from './told.ts';

const one = z.object({ requestId: id });
const many = z.object({ requests: z.array(id) });

/** Words for the list of what auditors ask for. */
export const tellRequests: Readonly<Record<string, Tell>> = {
  'requests.add': telling(one, ({ requestId }, known) => about(requestId, known, (name) => `Request added: ${name}.`)),
  'requests.add-from-catalogue': telling(z.object({ codes: z.array(z.string()) }), ({ codes }) => ({
    noun: 'requests',
    text: `${quantity(codes.length, 'request')} of the catalogue added: ${codes.join(', ')}.`,
    place: { kind: 'requests', key: null },
  })),
  'requests.update': telling(one.extend({ changed: z.array(z.string()) }), ({ requestId, changed }, known) =>
    about(requestId, known, (name) => `Request ${name} changed: another ${joined(changed.map(fieldName))}.`),
  ),
  'requests.assign': telling(many.extend({ changed: z.array(z.string()) }), ({ requests, changed }, known) =>
    aboutAll(requests, known, (names) => `${joined(changed.map(fieldName))} of ${names} changed.`),
  ),
  'requests.remove': telling(many, ({ requests }) => ({
    noun: 'requests',
    text: `${quantity(requests.length, 'draft')} taken off the list of requests.`,
    place: { kind: 'requests', key: null },
  })),
  'requests.link-evidence': telling(many.extend({ evidence: z.array(id) }), ({ requests, evidence }, known) =>
    aboutAll(requests, known, (names) => `${pieces(evidence, known)} linked to ${names}.`),
  ),
  'requests.unlink-evidence': telling(
    many.extend({ evidence: z.array(id), submitted: z.number() }),
    ({ requests, evidence, submitted }, known) =>
      aboutAll(
        requests,
        known,
        (names) =>
          `${pieces(evidence, known)} taken off ${names}${submitted === 0 ? '' : `, ${requests.length === 1 ? 'after it was submitted' : `of which ${submitted} had been submitted`} and with a reason`}.`,
      ),
  ),
  'requests.take-newer': telling(one.extend({ evidence: z.array(id) }), ({ requestId, evidence }, known) =>
    about(
      requestId,
      known,
      (name) => `${quantity(evidence.length, 'newer version')} linked to ${name} in place of what was there.`,
    ),
  ),
  'requests.submit': telling(
    one.extend({ evidence: z.number(), answered: z.boolean() }),
    ({ requestId, evidence, answered }, known) => ({
      ...about(requestId, known, (name) => `Request submitted: ${name}.`),
      now: inWords(
        `With ${joined([...(evidence === 0 ? [] : [`${quantity(evidence, 'piece')} of evidence`]), ...(answered ? ['a written answer'] : [])])}. Nobody of the audit firm has said anything of it here`,
      ),
    }),
  ),
  'requests.reopen': telling(
    one.extend({ from: z.enum(['submitted', 'superseded']) }),
    ({ requestId, from }, known) => ({
      ...about(
        requestId,
        known,
        (name) => `Correction: request ${name} was ${from} and is taken up again, with a reason.`,
      ),
      before: inWords(from === 'submitted' ? 'Submitted' : 'Superseded'),
      now: inWords('In progress'),
    }),
  ),
  'requests.supersede': telling(one.extend({ by: id }), ({ requestId, by }, known) =>
    about(requestId, known, (name) => `Request ${name} superseded by ${called(by, known)}.`),
  ),
};

function about(requestId: string, known: KnownRecords, text: (name: string) => string): Told {
  return { noun: 'requests', text: text(called(requestId, known)), place: { kind: 'request', key: requestId } };
}

function aboutAll(requests: readonly string[], known: KnownRecords, text: (names: string) => string): Told {
  const [first] = requests;
  const words = text(
    requests.length === 1 && first !== undefined
      ? `request ${called(first, known)}`
      : quantity(requests.length, 'request'),
  );
  return {
    noun: 'requests',
    text: words.charAt(0).toUpperCase() + words.slice(1),
    place: requests.length === 1 ? { kind: 'request', key: first ?? null } : { kind: 'requests', key: null },
  };
}

/** `PBC-46 “List of deployments”` */
function called(requestId: string, { requests }: KnownRecords): string {
  const request = requests.get(requestId);
  return request === undefined ? 'taken off the list since' : `${request.code} ${quoted(request.title, '')}`;
}

function pieces(evidence: readonly string[], known: KnownRecords): string {
  const [first] = evidence;
  return evidence.length === 1 && first !== undefined
    ? quoted(known.evidence.get(first)?.title, 'a piece of evidence')
    : `${quantity(evidence.length, 'piece')} of evidence`;
}

const fields: Record<string, string> = {
  owner: 'owner',
  dueOn: 'due date',
  needsCompletenessAccuracy: 'word on completeness and accuracy',
};

function fieldName(field: string): string {
  return fields[field] ?? field;
}
