import {
  applicableCriteria,
  controlCatalogue,
  policyFactsOf,
  policySettings,
  TickmarkError,
  windowOf,
  engagementPeriod,
  type Control,
  type Engagement,
  type HeldObligation,
  type Obligation,
  type PolicyFacts,
  type PolicyTemplate,
} from '@tickmark/core';
import {
  countWords,
  everyTag,
  fillTemplate,
  obligationsOf,
  readBlocks,
  settingText,
  tagsOf,
  templateLibrary,
  type Template,
} from '@tickmark/policies';
import { allControls } from '../controls/index.ts';
import { toldByScope } from '../coverage/index.ts';
import { renderPolicies, wordType, writePolicies, type PolicyPack } from '../documents/index.ts';
import { engagementOf, localDate, organizationFacts } from '../engagements/index.ts';
import { Afterwards, MadeFile, type HandlersOf } from '../platform/handler.ts';
import type { Tx } from '../platform/database/index.ts';

export const policyHandlers: HandlersOf<'policies'> = {
  'policies.templates': async ({ tx, organizationId }, { engagementId }) => {
    const engagement = await engagementOf(tx, organizationId, engagementId);
    const facts = await factsOf(tx, organizationId, engagement);
    const items = [...templateLibrary().values()].map((template) => summaryOf(template, engagement, facts));
    return { items, total: items.length, needed: items.filter(({ applies }) => applies).length };
  },

  'policies.template': async ({ tx, organizationId }, { engagementId, id }) => {
    const engagement = await engagementOf(tx, organizationId, engagementId);
    const template = templateOf(id);
    const facts = await factsOf(tx, organizationId, engagement);
    const { markdown, unknown } = fillTemplate(template, facts);
    const blocks = readBlocks(markdown);
    const controls = await allControls(tx, organizationId);
    return {
      ...summaryOf(template, engagement, facts),
      blocks,
      markdown: `> Template text of Tickmark for ${template.front.id} ${template.front.title}. It holds once somebody has made it their own.\n\n# ${template.front.title}\n\n${markdown.replaceAll(/ ?\{[A-Z]{2,5}-\d{2,3}(?: [a-z_]+)?\}/g, '')}\n`,
      missing: unknown,
      obligations: obligationsOf(blocks).map((each) => held(each, controls, engagement)),
      settings: settingsOf(template),
    };
  },

  'policies.export': async ({ tx, organizationId, now }, { engagementId, id, format }) => {
    const engagement = await engagementOf(tx, organizationId, engagementId);
    const facts = await factsOf(tx, organizationId, engagement);
    const wanted =
      id === undefined
        ? [...templateLibrary().values()].filter((template) => appliesTo(template, engagement))
        : [templateOf(id)];
    const pack: PolicyPack = {
      organization: await organizationFacts(tx, organizationId),
      today: localDate(now, engagement.timeZone),
      documents: wanted.map((template) => ({
        front: template.front,
        blocks: readBlocks(fillTemplate(template, facts).markdown),
      })),
    };
    const [only] = wanted;
    const name = id === undefined || only === undefined ? 'policies' : `${id} ${fileNameOf(only.front.title)}`;
    return new Afterwards(async () =>
      format === 'pdf'
        ? new MadeFile((await renderPolicies(pack)).pdf, { fileName: `${name}.pdf`, mediaType: 'application/pdf' })
        : new MadeFile(await writePolicies(pack), { fileName: `${name}.docx`, mediaType: wordType }),
    );
  },
};

/** Errors: not_found. */
function templateOf(id: string): Template {
  const template = templateLibrary().get(id);
  if (template !== undefined) return template;
  throw new TickmarkError('not_found', `There is no template ${id}.`, {
    field: 'id',
    action: 'Take an id from the list of templates.',
  });
}

/** A title as every system takes it in the name of a file. */
function fileNameOf(title: string): string {
  return title.replaceAll(/[^\p{L}\p{N} ()-]/gu, '');
}

/** Whether a criterion that it satisfies is asked. */
function appliesTo({ front }: Template, { categories }: Engagement): boolean {
  const asked = new Set(applicableCriteria(categories).map(({ id }) => id));
  return front.satisfies.some((criterion) => asked.has(criterion));
}

/** What is known of the organization from the scope of the engagement and the answers of its assessment. */
async function factsOf(tx: Tx, organizationId: string, engagement: Engagement): Promise<PolicyFacts> {
  const { name } = await organizationFacts(tx, organizationId);
  const { scope, facts } = await toldByScope(tx, organizationId, engagement.id);
  return policyFactsOf(name, engagement.categories, scope, facts);
}

function summaryOf(template: Template, engagement: Engagement, facts: PolicyFacts): PolicyTemplate {
  const { markdown, unknown } = fillTemplate(template, facts);
  return {
    ...template.front,
    applies: appliesTo(template, engagement),
    words: countWords(markdown),
    unknown: unknown.length,
  };
}

/** An obligation beside the version of its control that is in force on the last of the examined days. */
function held(obligation: Obligation, controls: readonly Control[], { terms }: Engagement): HeldObligation {
  const days = engagementPeriod(terms);
  const adopted = controls
    .filter((control) => control.code === obligation.control && windowOf(control, days) !== null)
    .toSorted((a, b) => b.version - a.version)[0];
  const catalogued = controlCatalogue.find(({ id }) => id === obligation.control)?.frequency ?? 'per_occurrence';
  if (adopted === undefined) return { ...obligation, catalogued, adopted: null, agrees: null };
  const triggered = adopted.frequency === 'per_occurrence' || adopted.frequency === 'continuous';
  const agrees = obligation.frequency === null ? triggered : obligation.frequency === adopted.frequency;
  return { ...obligation, catalogued, adopted: adopted.frequency, agrees };
}

/** The numbers a template promises by, each once. */
function settingsOf({ body }: Template) {
  const ids = everyTag(tagsOf(body)).flatMap((tag) => (tag.kind === 'setting' ? [tag.id] : []));
  return [...new Set(ids)].map((id) => ({ id, text: settingText(id), meaning: policySettings[id].meaning }));
}
