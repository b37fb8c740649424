import {
  approvalsOf,
  policyVersionStateTitles,
  reviewedOn,
  TickmarkError,
  versionInForce,
  versionStates,
  type PolicyDocument,
} from '@tickmark/core';
import { fillBlocks, nobodyNamed, obligationsOf, readBlocks, writeTemplate } from '@tickmark/policies';
import { renderPolicies, wordType, writePolicies, type PolicyPack, type SetPolicy } from '../documents/index.ts';
import { engagementOf, organizationFacts, todayIn } from '../engagements/index.ts';
import { namesOf } from '../members/index.ts';
import { Afterwards, MadeFile, type HandlerContext, type HandlersOf } from '../platform/handler.ts';
import { brandFor } from './branding.ts';
import { factsOf } from './facts.ts';
import { isRetired, lifeOf, livesOf, type LivedPolicy, type LivedVersion } from './shown.ts';
import { draftOf, policiesOf, versionTexts } from './store.ts';
import { versionNumbered } from './approving.ts';
import { policyOf } from './writing.ts';

/** One document or the pack of all that are in force, as a file. */
export const downloadHandlers: Pick<HandlersOf<'policies'>, 'policies.download'> = {
  'policies.download': async (context, { id, number, format }) => {
    const { tx, organizationId } = context;
    const { today, timeZone } = await todayIn(context);
    const policies = id === undefined ? await policiesOf(tx, organizationId) : [await policyOf(context, id)];
    const lives = await livesOf(context, policies, timeZone);
    const chosen = lives.flatMap((life) => {
      const held = isRetired(life.policy, today) ? undefined : versionInForce(life.versions, today);
      if (id === undefined) return held === undefined ? [] : [{ life, version: held }];
      return [{ life, version: number === undefined ? held : versionNumbered(life, number) }];
    });
    const [only] = chosen;
    if (only === undefined)
      throw new TickmarkError('not_yet_possible', 'No document is in force, so there is no pack.', {
        field: 'id',
        action: 'Publish a document first, or take one by its id.',
      });
    if (format === 'markdown') {
      if (id === undefined)
        throw new TickmarkError('bad_input', 'A pack is no Markdown file.', {
          field: 'format',
          action: 'Take PDF or DOCX, or one document by its id.',
        });
      const text = await markdownOf(context, only.life, only.version, today);
      return new MadeFile(Buffer.from(text), {
        fileName: `${only.life.policy.code}.md`,
        mediaType: 'text/markdown',
      });
    }
    const texts = await versionTexts(
      tx,
      organizationId,
      chosen.flatMap(({ version }) => (version === undefined ? [] : [version.record.id])),
    );
    const documents: SetPolicy[] = [];
    for (const { life, version } of chosen)
      documents.push(
        version === undefined
          ? await draftSet(context, life)
          : await versionSet(context, life, version, texts.get(version.record.id), today),
      );
    const state =
      only.version &&
      versionStates(only.life.versions, { today, retiredOn: only.life.policy.retiredOn }).get(only.version.number);
    const pack: PolicyPack = {
      organization: await organizationFacts(tx, organizationId),
      today,
      ...standing(state === undefined ? null : state, id === undefined),
      brand: await brandFor(context),
      documents,
    };
    const { code, title } = only.life.policy;
    const name = id === undefined ? 'policies' : `${code} ${title}`;
    return new Afterwards(async () =>
      format === 'pdf'
        ? new MadeFile((await renderPolicies(pack)).pdf, { fileName: `${name}.pdf`, mediaType: 'application/pdf' })
        : new MadeFile(await writePolicies(pack), { fileName: `${name}.docx`, mediaType: wordType }),
    );
  },
};

/** What stands on each page: nothing behind what holds, and what it is behind everything else. */
function standing(
  state: keyof typeof policyVersionStateTitles | null,
  pack: boolean,
): Pick<PolicyPack, 'mark' | 'status' | 'note'> {
  if (pack) return { mark: '', status: 'In force', note: 'Each document as it holds on this day.' };
  if (state === null) return { mark: 'DRAFT', status: 'Draft, not approved by anybody', note: '' };
  if (state === 'in-force') return { mark: '', status: 'In force', note: '' };
  const status = policyVersionStateTitles[state];
  if (state === 'superseded' || state === 'retired') return { mark: status.toUpperCase(), status, note: '' };
  return { mark: state === 'published' ? 'NOT IN FORCE YET' : 'DRAFT', status, note: '' };
}

async function draftSet(context: HandlerContext, { policy }: LivedPolicy): Promise<SetPolicy> {
  const { tx, organizationId } = context;
  const facts = await factsOf(tx, organizationId, await engagementOf(tx, organizationId, policy.engagementId));
  const { body } = await draftOf(tx, organizationId, policy.id);
  const names = await namesOf(tx, [policy.ownerId]);
  return {
    code: policy.code,
    title: policy.title,
    rows: [
      ['Document', `${policy.code}, ${policy.kind}`],
      ['Version', 'Draft'],
      ['Purpose', policy.purpose],
      ['Owner', names.get(policy.ownerId ?? '') ?? 'Nobody is named'],
      ['Reviewed', policy.reviewCadence.replace('_', ' ')],
      ...(policy.satisfies.length === 0 ? [] : [['Criteria', policy.satisfies.join(', ')] as const]),
    ],
    blocks: fillBlocks(readBlocks(body), facts),
  };
}

async function versionSet(
  { tx }: HandlerContext,
  { policy, versions }: LivedPolicy,
  version: LivedVersion,
  document: PolicyDocument | undefined,
  today: string,
): Promise<SetPolicy> {
  if (document === undefined) throw new Error('A version has no text.');
  const { record, done } = version;
  const names = await namesOf(tx, [policy.ownerId, ...record.authors]);
  const state = versionStates(versions, { today, retiredOn: policy.retiredOn }).get(version.number) ?? 'in-review';
  const since = done.find(({ kind }) => kind === 'published')?.effectiveFrom;
  const approved = approvalsOf(version.steps);
  return {
    code: document.code,
    title: document.title,
    rows: [
      ['Document', `${document.code}, ${document.kind}`],
      [
        'Version',
        `${version.number}, ${policyVersionStateTitles[state].toLowerCase()}${since === null || since === undefined ? '' : `, holds from ${since}`}`,
      ],
      ['Purpose', document.purpose],
      ['Owner', names.get(policy.ownerId ?? '') ?? 'Nobody is named'],
      ['Written by', record.authors.map((author) => names.get(author) ?? 'somebody unknown').join(', ')],
      [
        'Approved by',
        approved.length === 0
          ? 'Nobody yet'
          : done
              .filter(({ kind }) => kind === 'approved')
              .map(({ name, at }) => `${name}, ${at.toISOString().slice(0, 10)}`)
              .join('; '),
      ],
      ['Reviewed', document.reviewCadence.replace('_', ' ')],
      ...(document.satisfies.length === 0 ? [] : [['Criteria', document.satisfies.join(', ')] as const]),
      ['Hash', record.sha256],
    ],
    blocks: readBlocks(document.text),
  };
}

/** In the form of the templates, with tags and marks: it can live in a repository and come back. */
async function markdownOf(
  { tx, organizationId }: HandlerContext,
  life: LivedPolicy,
  version: LivedVersion | undefined,
  today: string,
): Promise<string> {
  const { policy, versions } = life;
  // Another version than the one in force was looked at on other days, or by nobody.
  const reviewed =
    version !== undefined && version === versionInForce(versions, today) ? reviewedOn(lifeOf(life), today) : null;
  const text = version && (await versionTexts(tx, organizationId, [version.record.id])).get(version.record.id);
  const source = text?.source ?? (await draftOf(tx, organizationId, policy.id)).body;
  const names = await namesOf(tx, [policy.ownerId]);
  const controls = obligationsOf(readBlocks(source)).map(({ control }) => control);
  return writeTemplate({
    front: {
      id: policy.code,
      title: text?.title ?? policy.title,
      kind: text?.kind ?? policy.kind,
      purpose: text?.purpose ?? policy.purpose,
      satisfies: text?.satisfies ?? policy.satisfies,
      controls: [...new Set(controls)],
      owner: names.get(policy.ownerId ?? '') ?? nobodyNamed,
      reviewCadence: text?.reviewCadence ?? policy.reviewCadence,
      acknowledgement: policy.acceptedBy.length > 0,
      ...(reviewed === null ? {} : { reviewedOn: reviewed }),
    },
    body: source,
  });
}
