import { Extension } from '@tiptap/core';
import { Slice } from '@tiptap/pm/model';
import { Plugin } from '@tiptap/pm/state';
import { isInTable } from '@tiptap/pm/tables';
import { inParagraph, lineWithin } from './document.ts';

/** What is pasted from Word, Google Docs or a page takes the form of a policy: headings, lists, tables, bold and italic. */
export const TidyPaste = Extension.create({
  name: 'tidyPaste',
  addProseMirrorPlugins: () => [
    new Plugin({
      props: {
        transformPastedHTML: (html) => tidied(html),
        transformPasted: (slice, view) => (isInTable(view.state) ? forCell(slice) : slice),
      },
    }),
  ],
});

/** A cell has one line; a table goes into cells of its own. */
function forCell(slice: Slice): Slice {
  const { content } = slice;
  const [first] = content.content;
  if (first === undefined || first.type.spec['tableRole'] !== undefined) return slice;
  if (content.childCount === 1 && first.isTextblock) return slice;
  const line = lineWithin({ type: 'doc', content: content.toJSON() });
  const { schema } = first.type;
  return new Slice(schema.nodeFromJSON({ type: 'doc', content: [inParagraph(line)] }).content, 1, 1);
}

/** HTML of a clipboard with headings of the levels of a policy, and the lists of Word as lists. */
export function tidied(html: string): string {
  const page = new DOMParser().parseFromString(html, 'text/html');
  listsOfWord(page);
  const deeper = page.querySelector('h1') === null ? 0 : 1;
  for (const heading of page.querySelectorAll('h1, h2, h3, h4, h5, h6'))
    rename(heading, `h${Math.min(4, Math.max(2, Number(heading.tagName.slice(1)) + deeper))}`);
  // What was deleted where changes are tracked would come back as if nobody had.
  for (const gone of page.querySelectorAll('del, script, style, template, title')) gone.remove();
  return page.body.innerHTML;
}

function rename(element: Element, name: string): void {
  if (element.tagName.toLowerCase() === name) return;
  const renamed = element.ownerDocument.createElement(name);
  renamed.append(...element.childNodes);
  element.replaceWith(renamed);
}

/** Word writes an item as a paragraph that tells its level, with its bullet or number as text. */
function listsOfWord(page: Document): void {
  let lists: HTMLElement[] = [];
  let last: Element | null = null;
  for (const paragraph of page.querySelectorAll<HTMLElement>('p[style*="mso-list"], h1, h2, h3, h4, h5, h6')) {
    const level = Number(/mso-list:[^;]*\blevel(\d+)/i.exec(paragraph.getAttribute('style') ?? '')?.[1] ?? 0);
    const marker = markerOf(paragraph);
    if (level === 0 || paragraph.tagName !== 'P') continue;
    if (last === null || nextTo(last) !== paragraph) lists = [];
    const ordered = /^\s*(?:\d+|[a-z]{1,4})[.)]/i.test(marker);
    const depth = Math.min(level, lists.length + 1);
    lists = lists.slice(0, depth);
    const name = ordered ? 'ol' : 'ul';
    if (lists.length < depth || lists.at(-1)?.tagName.toLowerCase() !== name) {
      const list = page.createElement(name);
      const above = lists[depth - 2]?.lastElementChild;
      if (above) above.append(list);
      else paragraph.before(list);
      lists = [...lists.slice(0, depth - 1), list];
    }
    const item = page.createElement('li');
    item.append(...paragraph.childNodes);
    lists.at(-1)?.append(item);
    paragraph.remove();
    last = lists[0] ?? null;
  }
}

const nextTo = (element: Element): Element | null => element.nextElementSibling;

/** Takes the bullet or number out of a paragraph of Word, and returns it. */
function markerOf(paragraph: HTMLElement): string {
  const marker = [...paragraph.querySelectorAll<HTMLElement>('span[style*="mso-list"]')].find((each) =>
    /mso-list:\s*ignore/i.test(each.getAttribute('style') ?? ''),
  );
  const text = marker?.textContent ?? '';
  marker?.remove();
  return text;
}
