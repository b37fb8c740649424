import { scopeKindWords, type DescriptionFinding, type Inline, type ScopeKind, type TextBlock } from '@tickmark/core';
import { openTag, wordsIn } from './check-text.ts';
import { leftOver } from './check.ts';
import { questionedWords } from './description-words.ts';
import { found, leftToFill, notWrittenDown } from './finding.ts';
import { linesOf, textOf } from './obligations.ts';
import { sentenceAt, sentencesOf } from './sentences.ts';

/** Names of the scope that a text is held against. */
export interface ScopeNames {
  outOfScope: readonly { name: string; kind: ScopeKind }[];
  inScope: readonly string[];
}

/** What readers would question in somebody's own words of a part of the description, in the order of the text. */
export function checkDescription(blocks: readonly TextBlock[], known: ScopeNames): DescriptionFinding[] {
  const scope = expressionsOf(known);
  const findings: DescriptionFinding[] = [];
  let heading = '';
  // A heading, or a sentence before a list, that says that what follows is left out.
  let headingLeavesOut = false;
  let listLeavesOut = false;
  for (const block of blocks) {
    if (block.kind === 'heading') {
      heading = textOf(block.line);
      headingLeavesOut = leavesOut.test(heading);
    }
    const leftOut = headingLeavesOut || (block.kind === 'list' && listLeavesOut) || block.kind === 'heading';
    for (const line of linesOf(block)) {
      findings.push(...checkLine(line, heading));
      for (const sentence of sentencesOf(plain(line))) {
        findings.push(...checkSentence(sentence, heading));
        if (!leftOut && !leavesOut.test(sentence)) findings.push(...checkNames(sentence, heading, scope));
      }
    }
    listLeavesOut = block.kind === 'paragraph' && leavesOut.test(sentencesOf(textOf(block.line)).at(-1) ?? '');
  }
  return findings;
}

/** The words of a line; what is not written is told by itself. */
const plain = (line: readonly Inline[]): string =>
  line.map(({ text, missing, tag }) => (missing === true || tag !== undefined ? ' ' : text)).join('');

function checkLine(line: readonly Inline[], heading: string): DescriptionFinding[] {
  return line.flatMap(({ text, missing, tag }, place) => {
    const passage = sentenceAt(textOf(line), textOf(line.slice(0, place)).length);
    if (missing === true) return [notWrittenDown(text, heading, passage)];
    // Nothing fills a tag in a description.
    if (tag !== undefined) return [leftToFill(`{{${tag}}}`, heading, passage)];
    return [...wordsIn(text, openTag), ...wordsIn(text, leftOver)].map((each) =>
      leftToFill(each, heading, sentencesOf(text).find((sentence) => sentence.includes(each)) ?? passage),
    );
  });
}

/** How much of a sentence on either side tells whether words are fine where they stand; a sentence may be of any length. */
const around = 300;

function checkSentence(sentence: string, heading: string): DescriptionFinding[] {
  const taken: { from: number; to: number; finding: DescriptionFinding }[] = [];
  for (const { code, severity, form, fine, message, action } of questionedWords) {
    // The same words twice in a sentence are questioned once.
    const told = new Set(taken.map(({ finding }) => finding.message));
    for (const { 0: words, index: from } of sentence.matchAll(form)) {
      const to = from + words.length;
      const said = message(words.trim());
      if (told.has(said) || taken.some((each) => from < each.to && each.from < to)) continue;
      const before = sentence.slice(Math.max(0, from - around), from);
      if (fine?.(words, before, sentence.slice(to, to + around)) === true) continue;
      told.add(said);
      taken.push({ from, to, finding: found(code, severity, heading, sentence, said, action) });
    }
  }
  return taken.sort((one, other) => one.from - other.from).map(({ finding }) => finding);
}

/** Says that something is no part of what is described. */
const leavesOut =
  /\b(?:(?:not|no|nor|never)\b.{0,30}?\b(?:part|scope|covered|included|examined|within|belong)|out[- ]of[- ](?:the )?scope|outside|beyond|exclud\w+|left out|leaves? out|except|apart from|other than|does not|do not|no longer|boundar(?:y|ies))\b/i;

interface ScopeExpressions {
  out: { name: string; kind: ScopeKind; form: RegExp }[];
  in: RegExp[];
}

function expressionsOf({ outOfScope, inScope }: ScopeNames): ScopeExpressions {
  const named = outOfScope.filter(({ name }) => name.trim().length >= 3);
  return {
    out: named
      .toSorted((a, b) => b.name.length - a.name.length)
      .map(({ name, kind }) => ({ name: name.trim(), kind, form: wholeWords(name) })),
    in: inScope.filter((name) => name.trim() !== '').map((name) => wholeWords(name)),
  };
}

/** A name as whole words. A single one counts only as it is written: `Support` is a team, and support is what many give. */
function wholeWords(name: string): RegExp {
  const words = name
    .trim()
    .split(/\s+/)
    .map((word) => word.replaceAll(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`));
  return new RegExp(
    String.raw`(?<![\p{L}\p{N}_]|[\p{L}\p{N}]-)${words.join(String.raw`\s+`)}(?![\p{L}\p{N}_]|-[\p{L}\p{N}])`,
    words.length === 1 ? 'gu' : 'giu',
  );
}

function checkNames(sentence: string, heading: string, scope: ScopeExpressions): DescriptionFinding[] {
  const taken = scope.in.flatMap((form) => spansOf(sentence, form));
  return scope.out.flatMap(({ name, kind, form }) => {
    const free = spansOf(sentence, form).filter(
      ({ from, to }) => !taken.some((each) => each.from <= from && to <= each.to),
    );
    if (free.length === 0) return [];
    taken.push(...free);
    return [
      found(
        'out-of-scope',
        'should',
        heading,
        sentence,
        `The scope leaves out the ${scopeKindWords[kind].one} “${name}”.`,
        'Say that it is not part of the system, take it out of the sentence, or take it into the scope.',
      ),
    ];
  });
}

function spansOf(sentence: string, form: RegExp): { from: number; to: number }[] {
  return [...sentence.matchAll(form)].map(({ 0: words, index }) => ({ from: index, to: index + words.length }));
}
