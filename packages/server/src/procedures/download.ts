import {
  runStateTitles,
  stepEvidenceTitles,
  stepOutcomeTitles,
  tellingsThatCount,
  type TextBlock,
} from '@tickmark/core';
import { renderPolicies, workbookType, writeWorkbook, type Cell, type PolicyPack } from '../documents/index.ts';
import { localDate, organizationFacts, todayIn } from '../engagements/index.ts';
import { Afterwards, MadeFile, type HandlerContext, type HandlersOf } from '../platform/handler.ts';
import { brandFor } from '../policies/index.ts';
import { wasUnderWay } from './period.ts';
import { livesOf, runShown, summaryOf, type LivedRun } from './run-shown.ts';
import { runsOf } from './run-store.ts';
import { procedureOf } from './shown.ts';

/** The record of a run, and runs of a period, as files. */
export const downloadHandlers: Pick<HandlersOf<'procedures'>, 'procedures.download' | 'procedures.export'> = {
  'procedures.download': async (context, { id }) => {
    const pack = await recordSet(context, id);
    const [only] = pack.documents;
    const fileName = `${only?.title ?? 'Record'}, ${only?.code ?? 'run'}.pdf`;
    return new Afterwards(
      async () => new MadeFile((await renderPolicies(pack)).pdf, { fileName, mediaType: 'application/pdf' }),
    );
  },

  'procedures.export': async (context, { procedureId, from, to }) => {
    if (procedureId !== undefined) await procedureOf(context, procedureId, 'procedureId');
    const { today, timeZone } = await todayIn(context);
    const dayOf = (at: Date): string => localDate(at, timeZone);
    const all = await livesOf(context, await runsOf(context.tx, context.organizationId, { procedureId }));
    const lives = all.filter((life) => wasUnderWay(life, { from, to }, dayOf));
    const fileName = `procedure-runs-${from ?? 'beginning'}-to-${to ?? today}.xlsx`;
    return new Afterwards(
      async () => new MadeFile(await writeWorkbook(sheetsOf(lives, dayOf)), { fileName, mediaType: workbookType }),
    );
  },
};

const minute = (at: string): string => `${at.slice(0, 16).replace('T', ' ')} UTC`;

/** A run in the form of a document: what it is, and a table of its steps. */
async function recordSet(context: HandlerContext, id: string): Promise<PolicyPack> {
  const { today } = await todayIn(context);
  const run = await runShown(context, id);
  const { document, ended, state } = run;
  const by = (person: { name: string | null }): string => person.name ?? 'somebody not known here';
  const rows = [
    ['Procedure', `${run.title}, version ${run.version}`],
    ['Run', `${run.number}, ${runStateTitles[state].toLowerCase()}`],
    ['About', run.about],
    ['Begun', `${minute(run.startedAt)} by ${by(run.startedBy)}`],
    ...(ended === null ? [] : [[runStateTitles[state], `${minute(ended.at)} by ${by(ended.by)}`] as const]),
    ...(ended === null || ended.reason === null ? [] : [['Reason', ended.reason] as const]),
    ...(document.controls.length === 0 ? [] : [['Controls', document.controls.join(', ')] as const]),
    ['Steps', `${run.done} done, ${run.skipped} skipped, of ${run.steps}`],
    ['Hash of the procedure', run.sha256],
    ['Hash of the record', ended?.sha256 ?? 'None until it has ended'],
  ] as const;
  const cell = (text: string) => [{ text }];
  const steps: TextBlock = {
    kind: 'table',
    head: ['Step', 'What is done', 'By whom', 'Outcome', 'Note and evidence'].map(cell),
    rows: document.steps.map((step, place) => {
      const told = run.tellings[place]?.counts ?? null;
      const evidence = told?.evidence.map((piece) => `${piece.title} (SHA-256 ${piece.sha256})`) ?? [];
      return [
        String(place + 1),
        step.what,
        step.performer,
        told === null ? 'Nothing was told' : `${stepOutcomeTitles[told.outcome]} ${minute(told.at)}, ${by(told.by)}`,
        [told?.note, ...evidence].filter((each) => each !== null && each !== undefined).join(' · '),
      ].map(cell);
    }),
  };
  return {
    organization: await organizationFacts(context.tx, context.organizationId),
    today,
    mark: state === 'under-way' ? 'NOT ENDED' : state === 'abandoned' ? 'ABANDONED' : '',
    status: state === 'under-way' ? 'Under way, and no record yet' : runStateTitles[state],
    note: '',
    brand: await brandFor(context),
    documents: [
      {
        code: `run ${run.number}`,
        title: run.title,
        rows,
        blocks: [{ kind: 'heading', level: 2, line: cell('Steps') }, steps],
      },
    ],
  };
}

function sheetsOf(lives: readonly LivedRun[], dayOf: (at: Date) => string) {
  return [
    {
      name: 'Runs',
      columns: [
        { title: 'Procedure', width: 36 },
        { title: 'Run', width: 6 },
        { title: 'Version', width: 8 },
        { title: 'About', width: 36 },
        { title: 'State', width: 12 },
        { title: 'Begun', width: 12 },
        { title: 'Begun by', width: 20 },
        { title: 'Ended', width: 12 },
        { title: 'Ended by', width: 20 },
        { title: 'Steps', width: 7 },
        { title: 'Done', width: 7 },
        { title: 'Skipped', width: 8 },
        { title: 'Reason', width: 36 },
        { title: 'Hash of the record', width: 66 },
      ],
      rows: lives.map((life): Cell[] => {
        const run = summaryOf(life);
        return [
          run.title,
          run.number,
          run.version,
          run.about,
          runStateTitles[run.state],
          { date: dayOf(life.run.startedAt) },
          run.startedBy.name ?? '',
          life.end === undefined ? null : { date: dayOf(life.end.at) },
          run.ended?.by.name ?? '',
          run.steps,
          run.done,
          run.skipped,
          run.ended?.reason ?? '',
          run.ended?.sha256 ?? '',
        ];
      }),
    },
    {
      name: 'Steps',
      columns: [
        { title: 'Procedure', width: 36 },
        { title: 'Run', width: 6 },
        { title: 'Step', width: 6 },
        { title: 'What is done', width: 50 },
        { title: 'Performer', width: 20 },
        { title: 'Leaves', width: 24 },
        { title: 'Outcome', width: 16 },
        { title: 'Day', width: 12 },
        { title: 'By', width: 20 },
        { title: 'Note', width: 40 },
        { title: 'Evidence', width: 40 },
      ],
      rows: lives.flatMap(({ run, version, tellings }) => {
        const counting = tellingsThatCount(tellings);
        return version.document.steps.map((step, place): Cell[] => {
          const told = counting.get(step.id);
          return [
            version.document.title,
            run.number,
            place + 1,
            step.what,
            step.performer,
            step.leaves ?? stepEvidenceTitles[step.evidence],
            told === undefined ? 'Nothing told' : stepOutcomeTitles[told.outcome],
            told === undefined ? null : { date: dayOf(told.at) },
            told?.name ?? '',
            told?.note ?? '',
            (told?.evidence ?? []).map(({ title, sha256 }) => `${title} (SHA-256 ${sha256})`).join(', '),
          ];
        });
      }),
    },
  ];
}
