import type { Inline, TextBlock, TextFinding } from '@tickmark/core';
import { checkPromise, unknownControl, type KnownNames, type Others } from './check-promises.ts';
import { leftOver, vague } from './check.ts';
import { contradictions, saidIn } from './contradictions.ts';
import { withTemplateWords } from './fill.ts';
import { found, leftToFill, notWrittenDown } from './finding.ts';
import { linesOf, obligationsOf, textOf } from './obligations.ts';
import { deadReferences, type Named } from './references.ts';
import { checkReview, type Review } from './reviews.ts';
import { isEmptySection, sectionsOf } from './sections.ts';
import { sentenceAt, sentencesOf } from './sentences.ts';
import { namedTag } from './tags.ts';

/** A document as it is written now. */
export interface CheckedText {
  /** Such as `POL-09`: what tells it from the others. */
  code: string;
  title: string;
  owner: string | null;
  /** When it has to be looked at again; null where nothing is in force, or that is not told here. */
  review: Review | null;
  /** Headings that it has to have. */
  sections: readonly string[];
  /** With its tags filled (`fillBlocks`); a number or a role that is not filled counts as the templates have it. */
  blocks: readonly TextBlock[];
}

/** Another document of the organization. */
export interface OtherText {
  code: string;
  title: string;
  retired: boolean;
  blocks: readonly TextBlock[];
}

/** What stands around a part of the text. */
interface Around extends Others {
  document: CheckedText;
  own: Named;
  named: readonly Named[];
  /** Codes of documents, and whether each is retired. */
  codes: ReadonlyMap<string, boolean>;
}

/** What a text gets wrong: first what is of the whole document, then in the order of the text. */
export function checkText(document: CheckedText, others: readonly OtherText[], known: KnownNames): TextFinding[] {
  const blocks = withTemplateWords(document.blocks);
  const rest = others
    .filter(({ code }) => code !== document.code)
    .map((each) => ({ ...each, blocks: withTemplateWords(each.blocks) }));
  const around: Around = {
    document,
    code: document.code,
    own: { title: document.title, retired: false, headings: headingsOf(blocks) },
    named: rest.map(({ title, retired, blocks: its }) => ({ title, retired, headings: headingsOf(its) })),
    codes: new Map([[document.code, false], ...rest.map(({ code, retired }) => [code, retired] as const)]),
    titles: new Map(rest.map(({ code, title }) => [code, title])),
    known,
    against: contradictions(
      [{ code: document.code, retired: false, blocks }, ...rest].flatMap((each) => (each.retired ? [] : saidIn(each))),
    ),
  };
  return [
    ...checkWhole(around),
    ...sectionsOf(blocks).flatMap(({ title, from, end }, at, sections) => {
      const heading = title ?? '';
      return [
        ...(isEmptySection(blocks, sections, at) ? [emptySection(heading)] : []),
        ...blocks.slice(from, end).flatMap((block) => checkBlock(block, heading, around)),
      ];
    }),
  ];
}

function checkWhole({ document: { owner, review, sections }, own }: Around): TextFinding[] {
  const headings = new Set(own.headings.map((heading) => heading.trim().toLowerCase()));
  const ownerless = owner === null || owner.trim() === '';
  return [
    ...(ownerless
      ? [
          found(
            'owner-missing',
            'must',
            '',
            '',
            'Nobody owns the document.',
            'Name who keeps it up to date and answers for it.',
          ),
        ]
      : []),
    ...(review === null ? [] : checkReview(review)),
    ...sections
      .filter((section) => !headings.has(section.trim().toLowerCase()))
      .map((section) =>
        found(
          'heading-missing',
          'must',
          section,
          '',
          `The heading “${section}” is missing.`,
          'Add it, with what the organization does about it.',
        ),
      ),
  ];
}

function emptySection(heading: string): TextFinding {
  return found(
    'section-empty',
    'must',
    heading,
    '',
    `Nothing stands under “${heading}”.`,
    'Write what holds, or take the heading out.',
  );
}

function checkBlock(block: TextBlock, heading: string, around: Around): TextFinding[] {
  return [
    ...linesOf(block).flatMap((line) => [
      ...checkPieces(line, heading),
      ...sentencesOf(textOf(line)).flatMap((sentence) => [
        ...checkReferences(sentence, heading, around),
        ...checkCodes(sentence, heading, around),
        ...wordsIn(sentence, vague).map((word) =>
          found(
            'vague',
            'should',
            heading,
            sentence,
            `Nobody can be held to “${word}”.`,
            'Say who does what, by when, or by which number.',
          ),
        ),
      ]),
    ]),
    ...obligationsOf([block]).flatMap((promise) => checkPromise({ ...promise, heading }, around)),
  ];
}

const headingsOf = (blocks: readonly TextBlock[]): string[] =>
  blocks.flatMap((block) => (block.kind === 'heading' ? [textOf(block.line)] : []));

/** What is found in a text, each once. */
export const wordsIn = (text: string, form: RegExp): string[] => [
  ...new Set([...text.matchAll(form)].map(([all]) => all)),
];

export const openTag = /\{\{[^{}]*(?:\}\}?)?|\}\}/g;
function checkPieces(line: readonly Inline[], heading: string): TextFinding[] {
  const passage = (place: number): string => {
    const from = textOf(line.slice(0, place)).length;
    return sentenceAt(textOf(line), from);
  };
  return line.flatMap((piece, place): TextFinding[] => {
    const { text, tag, missing: isMissing } = piece;
    if (tag !== undefined && namedTag(tag).kind === 'unknown')
      return [unknownTag(`{{${tag}}}`, heading, passage(place))];
    if (isMissing === true) return [notWrittenDown(text, heading, passage(place))];
    if (tag !== undefined) return [];
    return [
      ...wordsIn(text, openTag).map((each) => unknownTag(each, heading, passage(place))),
      ...wordsIn(text, leftOver).map((each) => leftToFill(each, heading, passage(place))),
    ];
  });
}

function unknownTag(tag: string, heading: string, passage: string): TextFinding {
  return found(
    'tag-unknown',
    'must',
    heading,
    passage,
    `Nothing is known by ${tag}.`,
    'Choose a tag from the list, or write the words themselves.',
  );
}

const reasons = {
  'no-document': {
    message: (what: string) => `No document is named as in “${what}”.`,
    action: 'Name the document by its title, add it, or say here what holds.',
  },
  retired: {
    message: (what: string) => `The document in “${what}” is retired.`,
    action: 'Name the one that holds in its place.',
  },
  'no-section': {
    message: (what: string) => `No heading is found for “${what}”.`,
    action: 'Name the section by its heading.',
  },
} as const;

function checkReferences(sentence: string, heading: string, { own, named }: Around): TextFinding[] {
  return deadReferences(sentence, own, named).map(({ what, why, sure }) =>
    found(
      'reference-dead',
      sure ? 'must' : 'should',
      heading,
      sentence,
      reasons[why].message(what),
      reasons[why].action,
    ),
  );
}

const aCode = /\b([A-Z]{2,5})-\d{2,3}\b/g;
/** `{IAM-6}`, `{iam-06 quarterly}`: what was meant as the mark of a control. */
const brokenMark = /(?<!\{)\{[A-Za-z]{2,5}-\d+[^{}]*\}/g;

/** Codes of documents and controls in the text itself; what merely looks like one, such as `SHA-256`, is of no family. */
function checkCodes(sentence: string, heading: string, { codes, known }: Around): TextFinding[] {
  const family = (code: string): string => code.slice(0, code.lastIndexOf('-'));
  const families = new Set(known.controls.map(family));
  const ofDocuments = new Set([...codes.keys()].map(family));
  const marks = wordsIn(sentence, brokenMark);
  const named = wordsIn(sentence, aCode).filter((code) => !marks.some((mark) => mark.includes(code)));
  return [
    ...marks.map((mark) => unknownControl(mark, heading, sentence)),
    ...named.flatMap((code): TextFinding[] => {
      const retired = codes.get(code);
      if (retired === false || known.controls.includes(code)) return [];
      if (retired === true || ofDocuments.has(family(code))) {
        const { message, action } = reasons[retired === true ? 'retired' : 'no-document'];
        return [found('reference-dead', 'must', heading, sentence, message(code), action)];
      }
      return families.has(family(code)) ? [unknownControl(code, heading, sentence)] : [];
    }),
  ];
}
