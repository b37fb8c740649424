import { z } from 'zod';
import { id, sha256 } from '../../operations/shapes.ts';
import { quantity } from '../../reasons/index.ts';
import { roles, roleTitles } from '../../roles/index.ts';
import { sealedFacts } from '../facts.ts';
import type { ChangeSide } from './changes.ts';
import { inWords, telling, type Tell } from './told.ts';

const role = z.enum(roles);
const asked = z.object({ jobId: id });

/** Words for work whose outcome has entries of its own. */
function work(text: string): Tell {
  return telling(asked, ({ jobId }) => ({ noun: 'work', text, place: { kind: 'jobs', key: jobId } }));
}

/** Words for the organization, its people and the log itself, and for what was handed over. */
export const tellSettings: Readonly<Record<string, Tell>> = {
  'organizations.create': telling(z.object({ organizationId: id }), () => ({
    noun: 'engagement',
    text: 'The organization was set up, with its first engagement.',
    place: { kind: 'engagement', key: null },
  })),

  'members.invite': telling(z.object({ role }), ({ role }) => ({
    noun: 'members',
    text: 'Somebody was invited.',
    now: inWords(roleTitles[role]),
    place: { kind: 'members', key: null },
  })),
  'members.accept': telling(z.object({ userId: id, role }), ({ userId, role }, { names }) => ({
    noun: 'members',
    text: `${names.get(userId) ?? 'Somebody'} joined.`,
    now: inWords(roleTitles[role]),
    place: { kind: 'members', key: null },
  })),
  'members.change-role': telling(z.object({ userId: id, from: role, to: role }), ({ userId, from, to }, { names }) => ({
    noun: 'members',
    text: `${names.get(userId) ?? 'A member'} was given another role.`,
    before: inWords(roleTitles[from]),
    now: inWords(roleTitles[to]),
    place: { kind: 'members', key: null },
  })),

  'holidays.add': telling(z.object({ added: z.array(z.string()), holidays: z.number() }), ({ added, holidays }) => ({
    noun: 'holidays',
    text: `${quantity(added.length, 'holiday')} added${dates(added)}.`,
    ...listed(holidays - added.length, holidays),
    place: { kind: 'holidays', key: null },
  })),
  'holidays.remove': telling(
    z.object({ removed: z.array(z.string()), holidays: z.number() }),
    ({ removed, holidays }) => ({
      noun: 'holidays',
      text: `${quantity(removed.length, 'holiday')} removed${dates(removed)}.`,
      ...listed(holidays + removed.length, holidays),
      place: { kind: 'holidays', key: null },
    }),
  ),

  'reports.render': either(
    telling(z.object({ reportId: id, sha256 }), ({ reportId }) => ({
      noun: 'reports',
      text: 'Report draft rendered.',
      place: { kind: 'report', key: reportId },
    })),
    work('A report draft was asked for.'),
  ),
  'bundles.create': either(
    telling(z.object({ bundleId: id, manifestSha256: sha256 }), ({ bundleId }) => ({
      noun: 'reports',
      text: 'Bundle sealed: what comes after this entry is not in it.',
      place: { kind: 'report', key: bundleId },
    })),
    work('A bundle was asked for.'),
  ),
  'bundles.pack': telling(z.object({ bundleId: id, sha256 }), ({ bundleId, sha256 }) => ({
    noun: 'reports',
    text: 'Bundle packed into one file.',
    now: inWords(`SHA-256 ${sha256}`),
    place: { kind: 'report', key: bundleId },
  })),

  'witnesses.add': telling(sealedFacts['witnesses.add'], ({ verifierKey }) => ({
    noun: 'witnesses',
    text: `Witness named: ${nameIn(verifierKey)}.`,
    place: { kind: 'witnesses', key: null },
  })),
  'witnesses.remove': telling(z.object({ verifierKey: z.string() }), ({ verifierKey }) => ({
    noun: 'witnesses',
    text: `Witness removed: ${nameIn(verifierKey)}. What it cosigned stays.`,
    place: { kind: 'witnesses', key: null },
  })),
  'witnesses.ask': telling(z.object({ witnesses: z.number() }), ({ witnesses }) => ({
    noun: 'work',
    text: `${quantity(witnesses, 'witness', 'witnesses')} asked to cosign the log.`,
    place: { kind: 'witnesses', key: null },
  })),
  'timestamps.add-authority': telling(sealedFacts['timestamps.add-authority'], ({ certificatesSha256 }) => ({
    noun: 'witnesses',
    text: 'A timestamp authority was named: it is asked to stamp checkpoints of the log.',
    now: inWords(`Certificates with the SHA-256 ${certificatesSha256}`),
    place: { kind: 'timestamps', key: null },
  })),
  'timestamps.remove-authority': telling(z.object({ certificatesSha256: sha256 }), ({ certificatesSha256 }) => ({
    noun: 'witnesses',
    text: 'A timestamp authority was removed. What it stamped stays.',
    before: inWords(`Certificates with the SHA-256 ${certificatesSha256}`),
    place: { kind: 'timestamps', key: null },
  })),
  'timestamps.request': telling(z.object({ authorities: z.number() }), ({ authorities }) => ({
    noun: 'work',
    text: `${quantity(authorities, 'timestamp authority', 'timestamp authorities')} asked to stamp the log.`,
    place: { kind: 'timestamps', key: null },
  })),
  'watched-logs.add': telling(z.object({ verifierKey: z.string() }), ({ verifierKey }) => ({
    noun: 'witnesses',
    text: `The log ${nameIn(verifierKey)} of somebody else is watched.`,
    place: { kind: 'witnesses', key: null },
  })),
  'watched-logs.remove': telling(z.object({ verifierKey: z.string() }), ({ verifierKey }) => ({
    noun: 'witnesses',
    text: `The log ${nameIn(verifierKey)} of somebody else is no longer watched.`,
    place: { kind: 'witnesses', key: null },
  })),

  'log.rotate': telling(sealedFacts['log.rotate'], ({ next }) => ({
    noun: 'keys',
    text: `The key of the log was rotated: log ${next - 1} ends with this entry, and log ${next} continues it with a new key.`,
    place: { kind: 'log', key: null },
  })),
  'log.continue': telling(sealedFacts['log.continue'], ({ log, previousSize }) => ({
    noun: 'keys',
    text: `Log ${log} begins, with how log ${log - 1} ended: ${quantity(previousSize, 'entry', 'entries')} and their root hash.`,
    place: { kind: 'log', key: null },
  })),

  'populations.import': work('A population was to be made from a file.'),
  'populations.collect-git': work('Populations were to be collected from a git history.'),
  'populations.reconcile': work('A reconciliation was asked for.'),
  'tests.run': work('A run of tests was asked for.'),
  'increments.add': work('An increment of a test was asked for.'),
  'increments.compare': work('A comparison with increments was asked for.'),
  'log.check': work('Records were to be held against the log.'),
};

function either(first: Tell, second: Tell): Tell {
  return (facts, known) => first(facts, known) ?? second(facts, known);
}

function listed(before: number, now: number): { before: ChangeSide; now: ChangeSide } {
  return { before: inWords(`${before} on the list`), now: inWords(`${now} on the list`) };
}

/** More dates are counted. */
const mostNamed = 6;

function dates(all: readonly string[]): string {
  if (all.length === 0) return '';
  const left = all.length - mostNamed;
  return `: ${all.slice(0, mostNamed).join(', ')}${left > 0 ? ` and ${left} more` : ''}`;
}

/** The name in a note vkey, `name+id+key`. */
function nameIn(verifierKey: string): string {
  return verifierKey.split('+')[0] ?? verifierKey;
}
