import { z } from 'zod';
import { id } from '../../operations/shapes.ts';
import { stepOutcomes } from '../../procedures/index.ts';
import { quantity } from '../../reasons/index.ts';
import { quoted, telling, type KnownRecords, type Tell, type Told } from './told.ts';

const n = z.number().int();
const version = z.object({ procedureId: id, number: n });
const run = z.object({ procedureId: id, runId: id, run: n });
const step = run.extend({ place: n, outcome: z.enum(stepOutcomes), evidence: z.array(id), corrects: id.optional() });

/** Words for procedures and their runs. What people wrote, and whom a run is about, is in no entry. */
export const tellProcedures: Readonly<Record<string, Tell>> = {
  'procedures.write': telling(version, ({ procedureId, number }, known) => ({
    noun: 'procedures',
    text:
      number === 1
        ? `${named(procedureId, known)} written.`
        : `Version ${number} of ${named(procedureId, known, 'the')} written.`,
    place: { kind: 'procedure', key: procedureId },
  })),
  'procedures.retire': telling(version, ({ procedureId }, known) => ({
    noun: 'procedures',
    text: `${named(procedureId, known)} retired, with a reason.`,
    place: { kind: 'procedure', key: procedureId },
  })),
  'procedures.start': telling(run.extend({ number: n }), (facts, known) =>
    ofRun(facts, known, `begun, by version ${facts.number} of it`),
  ),
  'procedures.step': telling(step, (facts, known) => {
    const { place, outcome, evidence, corrects } = facts;
    const how = outcome === 'done' ? 'done' : 'skipped, with a reason';
    const shown = evidence.length === 0 ? '' : `, with ${quantity(evidence.length, 'piece')} of evidence`;
    return ofRun(
      facts,
      known,
      `has step ${place} ${how}${shown}${corrects === undefined ? '' : ', which corrects what was told before'}`,
    );
  }),
  'procedures.finish': telling(run, (facts, known) => ofRun(facts, known, 'finished; its record is fixed by its hash')),
  'procedures.abandon': telling(run, (facts, known) => ofRun(facts, known, 'abandoned, with a reason')),
};

function named(procedureId: string, known: KnownRecords, article = 'The'): string {
  const title = known.procedures.get(procedureId);
  return title === undefined
    ? `${article === 'The' ? 'A' : 'a'} procedure`
    : `${article} procedure ${quoted(title, '')}`;
}

function ofRun(
  { procedureId, runId, run: number }: { procedureId: string; runId: string; run: number },
  known: KnownRecords,
  words: string,
): Told {
  return {
    noun: 'procedures',
    text: `Run ${number} of ${named(procedureId, known, 'the')} ${words}.`,
    place: { kind: 'procedure-run', key: runId },
  };
}
