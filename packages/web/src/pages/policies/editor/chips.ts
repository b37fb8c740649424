import { InputRule, Node, nodePasteRule } from '@tiptap/core';
import { frequencies } from '@tickmark/core/control-words';
import type { Node as DocumentNode } from '@tiptap/pm/model';

/** A tag that may stand in a text: what fills it, and what it means. */
export interface EditorTag {
  tag: string;
  text: string;
  meaning: string;
  missing: boolean;
}

/** What the tags of one editor stand for. It is told when that changes, and what is shown follows. */
export interface TagWords {
  get(tag: string): EditorTag | undefined;
  /** Whether that is another array than before. */
  set(tags: readonly EditorTag[]): boolean;
  follow(shown: () => void): () => void;
}

export function createTagWords(tags: readonly EditorTag[]): TagWords {
  let given = tags;
  let known = new Map(tags.map((each) => [each.tag, each]));
  const shown = new Set<() => void>();
  return {
    get: (tag) => known.get(tag),
    set: (next) => {
      if (next === given) return false;
      given = next;
      known = new Map(next.map((each) => [each.tag, each]));
      for (const show of shown) show();
      return true;
    },
    follow: (show) => {
      shown.add(show);
      return () => void shown.delete(show);
    },
  };
}

/** What is read where a tag stands. */
export function wordsOfTag(words: TagWords, { attrs }: DocumentNode): string {
  return words.get(String(attrs['tag']))?.text ?? String(attrs['text']);
}

const tagName = /^[A-Za-z]+(?:\.\w+)?$/;

/** `{{settings.accessRemoval}}`: its words, which are the same in all documents. */
export const Tag = Node.create<{ words: TagWords }>({
  name: 'tag',
  group: 'inline',
  inline: true,
  atom: true,

  addOptions: () => ({ words: createTagWords([]) }),

  addAttributes: () => ({
    tag: { default: '', parseHTML: (element) => element.getAttribute('data-tag') },
    text: { default: '', parseHTML: (element) => element.textContent },
    missing: { default: false, parseHTML: (element) => element.hasAttribute('data-missing') },
  }),

  parseHTML: () => [
    { tag: 'span[data-tag]', getAttrs: (element) => tagName.test(element.getAttribute('data-tag') ?? '') && null },
  ],

  renderHTML({ node }) {
    const { tag, missing } = node.attrs;
    return [
      'span',
      { 'data-tag': tag, ...(missing ? { 'data-missing': '' } : {}) },
      wordsOfTag(this.options.words, node),
    ];
  },

  renderText({ node }) {
    return wordsOfTag(this.options.words, node);
  },

  addNodeView() {
    const { words } = this.options;
    return ({ node }) => {
      const dom = document.createElement('span');
      dom.dataset['tag'] = String(node.attrs['tag']);
      const show = (): void => {
        const known = words.get(String(node.attrs['tag']));
        dom.textContent = wordsOfTag(words, node);
        dom.toggleAttribute('data-missing', known === undefined || known.missing);
      };
      show();
      return { dom, destroy: words.follow(show), ignoreMutation: () => true };
    };
  },

  addInputRules() {
    const { words } = this.options;
    return [
      new InputRule({
        find: /\{\{ ?([A-Za-z]+(?:\.\w+)?) ?\}\}$/,
        handler: ({ state, range, match: [, tag = ''] }) => {
          const known = words.get(tag);
          if (known === undefined) return null;
          state.tr.replaceWith(range.from, range.to, this.type.create(tagAttributes(known)));
          return undefined;
        },
      }),
    ];
  },

  addPasteRules() {
    const { words } = this.options;
    return [
      nodePasteRule({
        find: (text) =>
          [...text.matchAll(/\{\{ ?([A-Za-z]+(?:\.\w+)?) ?\}\}/g)].flatMap(({ index, 0: all, 1: tag = '' }) => {
            const known = words.get(tag);
            return known === undefined ? [] : [{ index, text: all, data: { ...tagAttributes(known) } }];
          }),
        type: this.type,
        getAttributes: ({ data }) => data,
      }),
    ];
  },
});

/** A tag as a node of the editor holds it. */
export function tagAttributes({ tag, text, missing }: EditorTag): Record<string, unknown> {
  return { tag, text, missing };
}

/** `{IAM-06 quarterly}` as it is typed and as `readBlocks` finds it. */
const typedMark = /\{([A-Z]{2,5}-\d{2,3})(?: ([a-z_]+))?\}/;

function markAttributes(control: string, word: string | undefined): Record<string, unknown> {
  return { control, frequency: frequencies.find((each) => each === word) ?? null };
}

/** `IAM-06 quarterly`, as a mark of a control is read. */
export function markText(control: string, frequency: string | null): string {
  return frequency === null ? control : `${control} ${frequency.replaceAll('_', ' ')}`;
}

/** A mark after the sentences that say what a control does, and how often they say so. */
export const Obligation = Node.create({
  name: 'obligation',
  group: 'inline',
  inline: true,
  atom: true,

  addAttributes: () => ({
    control: { default: '', parseHTML: (element) => element.getAttribute('data-control') },
    frequency: {
      default: null,
      parseHTML: (element) => frequencies.find((each) => each === element.getAttribute('data-frequency')) ?? null,
    },
  }),

  parseHTML: () => [
    {
      tag: 'span[data-control]',
      getAttrs: (element) => /^[A-Z]{2,5}-\d{2,3}$/.test(element.getAttribute('data-control') ?? '') && null,
    },
  ],

  renderHTML({ node }) {
    const { control, frequency } = node.attrs;
    return ['span', { 'data-control': control, 'data-frequency': frequency }, markText(control, frequency)];
  },

  renderText: ({ node }) => `{${node.attrs['control']}${node.attrs['frequency'] ? ` ${node.attrs['frequency']}` : ''}}`,

  addInputRules() {
    return [
      new InputRule({
        find: new RegExp(`${typedMark.source}$`),
        handler: ({ state, range, match: [, control = '', word] }) =>
          void state.tr.replaceWith(range.from, range.to, this.type.create(markAttributes(control, word))),
      }),
    ];
  },

  addPasteRules() {
    return [
      nodePasteRule({
        find: (text) =>
          [...text.matchAll(new RegExp(typedMark.source, 'g'))].map(({ index, 0: all, 1: control = '', 2: word }) => ({
            index,
            text: all,
            data: markAttributes(control, word),
          })),
        type: this.type,
        getAttributes: ({ data }) => data,
      }),
    ];
  },
});
