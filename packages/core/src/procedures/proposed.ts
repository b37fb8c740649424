import { z } from 'zod';
import { policyRoles, type Inline, type TextBlock } from '../policies/index.ts';
import { procedureStep } from './procedures.ts';

/** A numbered list of a document that reads like a procedure, as somebody may take it up. */
export const proposedList = z.object({
  title: z.string().describe('The heading it stands under, or the one above that where it only says Steps'),
  controls: z.array(z.string()).describe('Those whose obligations stand in the same part of the text'),
  steps: z.array(
    procedureStep
      .omit({ id: true, performer: true, optional: true })
      .extend({ performer: z.string().nullable().describe('null where no role of the documents begins the sentence') }),
  ),
});
export type ProposedList = z.infer<typeof proposedList>;

const recordMark = /\bRecord:\s*/;

/**
 * Numbered lists of a text that read like procedures: they stand under a heading that says Steps, or their items tell what
 * record they leave. Only what stands there is proposed; who does a step is told where a role of the documents begins it.
 * `document`: title of the text, for a list that stands under no heading but Steps.
 */
export function proposedLists(document: string, blocks: readonly TextBlock[]): ProposedList[] {
  const found: ProposedList[] = [];
  /** Headings above, by their level. */
  let above: { level: number; text: string }[] = [];
  let controls: string[] = [];
  /** Lists of the part that is being read; its controls are known at its end. */
  let open: ProposedList[] = [];
  const close = (): void => {
    for (const list of open) found.push({ ...list, controls: [...new Set(controls)] });
    open = [];
    controls = [];
  };
  for (const block of blocks) {
    if (block.kind === 'heading') {
      const sameText = isSteps(textOf(block.line)) && block.level > (above.at(-1)?.level ?? 0);
      if (!sameText) close();
      above = [...above.filter(({ level }) => level < block.level), { level: block.level, text: textOf(block.line) }];
      continue;
    }
    controls.push(...linesOf(block).flatMap((line) => line.flatMap((piece) => piece.obligation?.control ?? [])));
    if (block.kind !== 'list' || !block.ordered) continue;
    const items = block.items.map(({ line, below }) => [line, ...(below?.items ?? [])].map(textOf).join(' '));
    const underSteps = above.some(({ text }) => isSteps(text));
    if (!underSteps && !items.some((item) => recordMark.test(item))) continue;
    const title = above.findLast(({ text }) => !isSteps(text))?.text ?? document;
    open.push({ title, controls: [], steps: items.map(stepOf) });
  }
  close();
  return found;
}

function isSteps(heading: string): boolean {
  return /\bsteps\b/i.test(heading);
}

function stepOf(item: string): ProposedList['steps'][number] {
  const [what = '', ...rest] = item.split(recordMark);
  const record = rest.join(' ').trim().replace(/\.$/, '');
  return {
    what: what.trim().slice(0, 1_000) || item.trim().slice(0, 1_000),
    performer: performerOf(what),
    evidence: record === '' ? 'none' : 'note',
    leaves: record === '' ? null : record.slice(0, 300),
  };
}

/** The role that a sentence begins with, as in “The HR lead enters …”. */
function performerOf(what: string): string | null {
  const begins = what.trim().toLowerCase();
  return Object.values(policyRoles).find((role) => begins.startsWith(`the ${role.toLowerCase()} `)) ?? null;
}

function textOf(line: readonly Inline[]): string {
  return line
    .map(({ text }) => text)
    .join('')
    .replaceAll(/\s+/g, ' ')
    .trim();
}

function linesOf(block: TextBlock): readonly (readonly Inline[])[] {
  switch (block.kind) {
    case 'heading':
    case 'paragraph':
      return [block.line];
    case 'list':
      return block.items.flatMap(({ line, below }) => [line, ...(below?.items ?? [])]);
    case 'table':
      return [...block.head, ...block.rows.flat()];
  }
}
