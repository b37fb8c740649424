import { controlCatalogue, templateValues, type TextFinding } from '@tickmark/core';
import { readBlocks } from './blocks.ts';
import { checkText } from './check-text.ts';
import { whole, type TemplateFault } from './check.ts';
import { nobodyNamed, type Template } from './template.ts';

/** A document of a folder, with what `checkTemplate` tells of it. */
export interface CheckedTemplate {
  template: Template;
  faults: readonly TemplateFault[];
}

/**
 * What the editor tells of documents, held against each other, beyond what `checkTemplate` and `checkTogether` tell: for each
 * document, in their order. `complete`: no further document is in the folder. Otherwise what a text names may be that one, and
 * nothing is told of what it names.
 */
export function checkAmong(
  documents: readonly CheckedTemplate[],
  { complete }: { complete: boolean },
): TextFinding[][] {
  const texts = documents.map(({ template: { front, body } }) => ({
    code: front.id,
    title: front.title,
    owner: front.owner === nobodyNamed ? null : front.owner,
    // Told of the file, which knows no other day than that it was reviewed on.
    review: null,
    // Which headings are missing is told by `checkTemplate`.
    sections: [],
    retired: false,
    blocks: readBlocks(whole(body)),
  }));
  const known = {
    controls: controlCatalogue.map(({ id }) => id),
    roles: [...Object.values(templateValues.roles), ...texts.flatMap(({ owner }) => owner ?? [])],
  };
  return documents.map(({ faults }, at) => {
    const text = texts[at];
    if (text === undefined) throw new Error('A document has no text.');
    const findings = checkText(text, texts, known).filter(
      (finding) =>
        // Told of both documents together.
        finding.code !== 'numbers-contradict' &&
        (complete || finding.code !== 'reference-dead') &&
        !faults.some(({ code, at: place }) => code === finding.code && finding.message.includes(place)),
    );
    return [...new Map(findings.map((finding) => [JSON.stringify(finding), finding])).values()];
  });
}
