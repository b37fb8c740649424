import {
  applicableCriteria,
  policySettings,
  TickmarkError,
  type Engagement,
  type PolicyFacts,
  type PolicyFront,
  type PolicyTemplate,
} from '@tickmark/core';
import {
  countWords,
  everyTag,
  fillTemplate,
  readBlocks,
  settingText,
  tagsOf,
  templateLibrary,
  withoutMarks,
  type Filled,
  type Template,
} from '@tickmark/policies';
import { renderPolicies, wordType, writePolicies, type PolicyPack } from '../documents/index.ts';
import { engagementOf, localDate, organizationFacts } from '../engagements/index.ts';
import { Afterwards, MadeFile, type HandlersOf } from '../platform/handler.ts';
import { brandFor } from './branding.ts';
import { factsOf } from './facts.ts';
import { promisesHeld } from './promises.ts';

/** The library as it comes, filled and held against what is adopted. */
export const templateHandlers: Pick<
  HandlersOf<'policies'>,
  'policies.templates' | 'policies.template' | 'policies.export'
> = {
  'policies.templates': async ({ tx, organizationId }, { engagementId }) => {
    const engagement = await engagementOf(tx, organizationId, engagementId);
    const facts = await factsOf(tx, organizationId, engagement);
    const items = [...templateLibrary().values()].map((template) =>
      summaryOf(template, fillTemplate(template, facts), engagement),
    );
    return { items, total: items.length, needed: items.filter(({ applies }) => applies).length };
  },

  'policies.template': async ({ tx, organizationId }, { engagementId, id }) => {
    const engagement = await engagementOf(tx, organizationId, engagementId);
    const template = templateOf(id);
    const facts = await factsOf(tx, organizationId, engagement);
    const filled = fillTemplate(template, facts);
    const blocks = readBlocks(filled.markdown);
    const { title } = template.front;
    return {
      ...summaryOf(template, filled, engagement),
      blocks,
      markdown: `> Template text of Tickmark for ${id} ${title}. It holds once somebody has made it their own.\n\n# ${title}\n\n${withoutMarks(filled.markdown)}\n`,
      missing: filled.unknown,
      obligations: await promisesHeld({ tx, organizationId }, engagement, blocks),
      settings: settingsOf(template, facts),
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
      mark: 'TEMPLATE',
      status: 'Template text, not approved by anybody',
      note: 'It holds once a named person of the company has made it their own and approved it.',
      brand: await brandFor({ tx, organizationId }),
      documents: wanted.map((template) => ({
        code: template.front.id,
        title: template.front.title,
        rows: rowsOf(template.front),
        blocks: readBlocks(fillTemplate(template, facts).markdown),
      })),
    };
    const [only] = wanted;
    const name = id === undefined || only === undefined ? 'policies' : `${id} ${only.front.title}`;
    return new Afterwards(async () =>
      format === 'pdf'
        ? new MadeFile((await renderPolicies(pack)).pdf, { fileName: `${name}.pdf`, mediaType: 'application/pdf' })
        : new MadeFile(await writePolicies(pack), { fileName: `${name}.docx`, mediaType: wordType }),
    );
  },
};

function rowsOf(front: PolicyFront): [string, string][] {
  return [
    ['Document', `${front.id}, ${front.kind}`],
    ['Purpose', front.purpose],
    ['Owner', front.owner],
    ['Reviewed', front.reviewCadence.replace('_', ' ')],
    ['Accepted by', front.acknowledgement ? 'Everybody' : 'Nobody has to accept it'],
    ['Criteria', front.satisfies.join(', ')],
  ];
}

/** Errors: not_found. */
export function templateOf(id: string): Template {
  const template = templateLibrary().get(id);
  if (template !== undefined) return template;
  throw new TickmarkError('not_found', `There is no template ${id}.`, {
    field: 'id',
    action: 'Take an id from the list of templates.',
  });
}

/** Whether a criterion that it satisfies is asked. */
export function appliesTo({ front }: Template, { categories }: Engagement): boolean {
  const asked = new Set(applicableCriteria(categories).map(({ id }) => id));
  return front.satisfies.some((criterion) => asked.has(criterion));
}

function summaryOf(template: Template, { markdown, unknown }: Filled, engagement: Engagement): PolicyTemplate {
  return {
    ...template.front,
    applies: appliesTo(template, engagement),
    words: countWords(markdown),
    unknown: unknown.length,
  };
}

/** The numbers a template promises by, each once. */
function settingsOf({ body }: Template, { values }: PolicyFacts) {
  const ids = everyTag(tagsOf(body)).flatMap((tag) => (tag.kind === 'setting' ? [tag.id] : []));
  return [...new Set(ids)].map((id) => ({
    id,
    text: settingText(id, values.numbers[id]),
    meaning: policySettings[id].meaning,
  }));
}
