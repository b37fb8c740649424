import type { DescriptionFinding } from '@tickmark/core';
import { vague } from './check.ts';

/** A way of writing that readers of a description would question. */
export interface QuestionedWords {
  code: DescriptionFinding['code'];
  severity: DescriptionFinding['severity'];
  form: RegExp;
  /** What was found may be fine where it stands; what is told before it and after it in the sentence. */
  fine?: (words: string, before: string, after: string) => boolean;
  message: (words: string) => string;
  action: string;
}

/** A name follows: in brackets, after a colon, or announced. */
const nameFollows =
  /^(?:\s*[(:]|,?\s+(?:called|named|namely|such as|including|that dc \d|which dc \d|told under)\b|,\s+\p{Lu})/u;
/** A name precedes, of which the words are said: `Okta, a …`, `Okta is a …`. */
const namePrecedes = /(\p{Lu}[\p{L}\p{N}.-]*)(?:,| is| are| as)\s+$/u;
const noName = /^(?:I|It|This|That|These|Those|We|They|He|She|There|Here|What|Which|Who|Each|In|On|At|So|Today)$/;
const isNamed = (_: string, before: string, after: string): boolean => {
  const name = namePrecedes.exec(before)?.[1];
  return nameFollows.test(after) || (name !== undefined && !noName.test(name));
};

const algorithms =
  /\b(?:AES|TLS|SSH|RSA|SHA|HMAC|ECDSA|ECDH|EdDSA|Ed25519|Curve25519|ChaCha20|IPsec|WireGuard|OpenPGP|PGP|bcrypt|scrypt|Argon2(?:id)?|PBKDF2|LUKS|BitLocker|FileVault|X\.509|OAuth|SAML|OpenID)\b/i;

/** Somebody is told to have promised it, or it hangs on something that happens. */
const promisedOrWhenever =
  /\b(?:promis\w+|commit\w*|contracts?|agree\w*|terms|policy states|states? that|says? that|if|when|whenever|where|unless|until|once|before|after|as soon as)\b/i;
const promiseByContract = /\b(?:contracts?|agreements?|sla|service level|terms|commit\w*|promis\w+)\b/i;
const negated = /\b(?:no|not|never|nobody|nothing|neither|cannot|can’t|can't|doesn’t|doesn't|without)\s+(?:\w+\s+)?$/i;

/** Words of `vague` that hold something in a description: what a control is for, and how a requirement reads. */
const fineInDescriptions = /^(?:ensures?|shall|utili[sz]e)$/i;

const unnamed = (form: RegExp, fine: QuestionedWords['fine'] = isNamed): QuestionedWords => ({
  code: 'unnamed',
  severity: 'should',
  form,
  fine,
  message: (words) => `“${words}” names nothing.`,
  action: 'Name it, with its version, region or method, so that a reader knows what is meant.',
});
const notYet = (form: RegExp, fine?: QuestionedWords['fine']): QuestionedWords => ({
  code: 'not-yet',
  severity: 'should',
  form,
  ...(fine === undefined ? {} : { fine }),
  message: (words) => `“${words}” speaks of what is not there yet.`,
  action: 'Tell what is in place on the days described; leave out what is only planned.',
});
const certified = (form: RegExp, fine?: QuestionedWords['fine']): QuestionedWords => ({
  code: 'certified',
  severity: 'must',
  form,
  fine: (words, before, after) => negated.test(before) || (fine?.(words, before, after) ?? false),
  message: (words) => `“${words}” says what no examination says.`,
  action: 'An examination gives an opinion and certifies nothing. Say what is done, or take the sentence out.',
});
const helpsAttackers = (
  severity: QuestionedWords['severity'],
  form: RegExp,
  fine?: QuestionedWords['fine'],
): QuestionedWords => ({
  code: 'helps-attackers',
  severity,
  form,
  ...(fine === undefined ? {} : { fine }),
  message: (words) =>
    severity === 'must'
      ? 'Here stands what looks like a key or a password.'
      : `“${words}” helps somebody who attacks the system.`,
  action:
    severity === 'must'
      ? 'Take it out, and replace it wherever it is used: it counts as known.'
      : 'Describe the part by what it is for; addresses and open weaknesses do not belong in a description.',
});

const article = '(?:an?|one of the|the|some)\\s+';
const praised =
  '(?:leading|major|large|well-known|well known|reputable|renowned|trusted|global|premier|popular|modern|top|top-tier|best-known|commercial|established)';
const sort = '(?:(?:[a-z]+-)?[a-z]+\\s+){0,2}?';
const thing =
  '(?:providers?|vendors?|suppliers?|hosts?|hosters?|platforms?|tools?|products?|solutions?|services?|databases?|software|frameworks?|systems?)';
const relied =
  '(?:uses?|using|used|rel(?:y|ies) on|relying on|(?:hosted|provided|managed|run|operated|maintained) (?:by|with|at|on)|runs? (?:on|at|with)|(?:kept|stored) (?:in|at|with|by)|through|via)';

/** All that is looked for in the order in which it takes words for itself: none of them is told of twice. */
export const questionedWords: readonly QuestionedWords[] = [
  helpsAttackers(
    'must',
    /-----BEGIN [A-Z ]*PRIVATE KEY-----|\b(?:AKIA|ASIA)[0-9A-Z]{16}\b|\bgh[pousr]_\w{30,}|\bgithub_pat_\w{20,}|\bxox[abprs]-[\w-]{10,}|\b[sr]k_live_\w{10,}|\bAIza[\w-]{30,}|\beyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]*|\b\w+:\/\/[^\s/@:]+:[^\s/@]+@[\w.-]+/g,
  ),
  helpsAttackers(
    'must',
    /\b(?:password|passphrase|passcode|api[ -]?key|access key|secret|token)\s*(?:is|:|=)\s*["'“”`]?(?=[^\s"'”`]*\d)(?=[^\s"'”`]*[A-Za-z])[^\s"'”`]{6,}/gi,
    (words) => algorithms.test(words),
  ),
  helpsAttackers(
    'should',
    /(?<![\w.])(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\/\d{1,2}|:\d{2,5})?(?![\w.]*\w)/g,
    (words, before) =>
      /\b(?:versions?|release|build|section|chapter|clause|§|v\.?)\s*$/i.test(before) ||
      /^(?:127\.|0\.0\.0\.0)/.test(words),
  ),
  helpsAttackers(
    'should',
    /(?<![\w:.])(?:(?:[0-9a-f]{1,4}:){7}[0-9a-f]{1,4}|(?=[0-9a-f:]*\d)(?:[0-9a-f]{1,4}:){1,6}(?::[0-9a-f]{1,4}){1,6}|(?:[0-9a-f]{1,4}:){2,7}:|(?:[0-9a-f]{2}:){5}[0-9a-f]{2})(?![\w:])/gi,
  ),
  helpsAttackers(
    'should',
    /(?<![\w./-])(?:\*\.)?(?:[a-z0-9-]+\.)+(?:internal|local|localdomain|lan|corp|intra|intranet|amazonaws\.com)(?::\d{2,5})?(?![\w-]|\.\w)|(?<![\w./@-])(?:[a-z0-9-]+\.)+[a-z]{2,}:\d{2,5}\b/g,
  ),
  helpsAttackers(
    'should',
    /(?<![\w.-])(?=[a-z0-9-]*?(?<![a-z0-9])(?:prod|prd|db|sql|srv|host|bastion|jump|vpn)(?![a-z]))[a-z][a-z0-9]*(?:-[a-z0-9]+)*-\d{2,3}(?![\w.-]*\w)/g,
  ),
  helpsAttackers(
    'should',
    /\bCVE-\d{4}-\d{4,7}\b/g,
    (_, before, after) =>
      /\b(?:patched|fixed|remedied|closed|updated|upgraded|mitigated|removed|replaced)\b/i.test(before + after) &&
      !/\b(?:unpatched|unfixed|not (?:yet )?(?:been )?(?:patched|fixed|closed)|still|awaits?|awaiting)\b/i.test(
        before + after,
      ),
  ),
  certified(
    /\bSOC[ -]?2(?:®)?(?:[ -]Type[ -](?:1|2|II?))?[ -](?:certifi(?:ed|cations?|cates?)|compliant|accredited|accreditation|approved)\b/gi,
  ),
  certified(
    /\b(?:certified|accredited|compliant|complies|comply|complying|(?:in )?compliance)\s+(?:for|to|with|under|against|as|by)\s+(?:the\s+)?(?:AICPA\s+)?SOC[ -]?2\b/gi,
  ),
  certified(
    /\b(?:achiev|attain|obtain|maintain|demonstrat|guarant|prov|earn)\w*\s+(?:(?:full|our|its|the)\s+)?SOC[ -]?2(?:[ -]Type[ -](?:1|2|II?))?\s+(?:compliance|status)\b/gi,
  ),
  certified(
    /\bpass(?:ed|es|ing)?\s+(?:(?:our|its|the|an?|all|every|each|their)\s+)?(?:[a-z]+\s+){0,2}?SOC[ -]?2\b|\bSOC[ -]?2(?:[ -]Type[ -](?:1|2|II?))?\s+(?:audits?|examinations?|reports?)\s+(?:(?:was|were|is|are|has been|have been)\s+)?passed\b/gi,
  ),
  certified(
    /\bguarantee(?:s|ing)?\b/gi,
    (_, before, after) =>
      /(?:^|\b)(?:an?|the|no|bank|this|that|any|its|our|such|money-back|of)\s*$/i.test(before) ||
      /^\s+(?:of\s+)?(?:at least\s+)?\d/.test(after) ||
      promiseByContract.test(before + after),
  ),
  {
    code: 'advertising',
    severity: 'should',
    form: /\b(?:best[- ]in[- ]class|best[- ]of[- ]breed|state[- ]of[- ]the[- ]art|(?:world|industry|market)[- ]leading|world[- ]class|leading[- ]edge|cutting[- ]edge|bleeding[- ]edge|(?:military|bank|enterprise)[- ]grade|unparalleled|unrivall?ed|unsurpassed|second to none|seamless(?:ly)?|effortless(?:ly)?|bullet-?proof|rock[- ]solid|(?:hacker|tamper|future)[- ]proof|unbreakable|unhackable|impenetrable|revolutionary|ground-?breaking|game-changing|award-winning|peace of mind|(?:utmost|highest (?:level|degree|standards?) of) security|(?:highly|fully|completely|totally|absolutely|extremely|perfectly|ultra-?|very|the most) secure|100\s?(?:%|percent) (?:secure|safe))(?![\w-])/gi,
    fine: (_, before) => negated.test(before),
    message: (words) => `“${words}” praises, and nobody can check it.`,
    action: 'Say what is done or measured, such as a number, a method or how often.',
  },
  unnamed(
    new RegExp(
      `\\b${article}${praised}\\s+${sort}${thing}\\b(?!\\s+${thing}\\b)|\\bmodern\\s+(?:databases?|frameworks?|technolog(?:y|ies)|cloud infrastructure|infrastructure|programming languages?|technology stack)\\b`,
      'gi',
    ),
  ),
  unnamed(/\ban?\s+third[- ]party\s+(?:[a-z]+\s+)?(?:tools?|software|platform|products?|databases?|solutions?)\b/gi),
  unnamed(
    new RegExp(
      `(?<=\\b${relied}\\s+)(?:an?\\s+)?(?:third[- ]party|external|cloud|outside)\\s+(?:[a-z]+\\s+)?(?:providers?|vendors?|suppliers?|services?|tools?|software|platforms?|products?|solutions?)\\b`,
      'gi',
    ),
  ),
  unnamed(
    /\b(?:various|several|multiple|different|numerous|a number of|a variety of)\s+(?:(?:third[- ]party|external|cloud|security|other|outside|well-known)\s+)*(?:vendors|providers|suppliers|subcontractors|third parties|tools|products|platforms|databases|solutions|technologies|systems)\b/gi,
    (words, before, after) =>
      isNamed(words, before, after) || /^[^.]*?:\s/.test(after) || /\bacross\s+$|\bbetween\s+$/i.test(before),
  ),
  unnamed(
    /\b(?:industry[- ]standard|strong|modern|standard|advanced|up-to-date|state-of-the-art)\s+(?:encryption|cryptography|ciphers?|algorithms?|protocols?|hashing|encryption (?:algorithms?|protocols?|methods?))\b/gi,
    (words, before, after) => algorithms.test(before + after) || isNamed(words, before, after),
  ),
  {
    code: 'vague',
    severity: 'should',
    form: new RegExp(
      `${vague.source}|\\b(?:promptly|as soon as possible|as required(?! by)|on a regular basis|when necessary|when needed|(?:aims?|strives?|endeavou?rs?) to|etc\\.)`,
      'gi',
    ),
    fine: (words, before, after) =>
      fineInDescriptions.test(words) ||
      (/^as needed$/i.test(words) && /\blong\s+$/i.test(before)) ||
      (/^reasonable$/i.test(words) && /^\s+assurance\b/i.test(after)) ||
      // What processing integrity asks: complete, valid, accurate, timely and authorized.
      (/^timely$/i.test(words) &&
        (/\baccurate,?\s+(?:and\s+)?$/i.test(before) || /^,?\s+(?:and\s+)?authori[sz]ed\b/i.test(after))),
    message: (words) => `Nobody can be held to “${words}”.`,
    action: 'Say who does what, by when, or by which number.',
  },
  notYet(
    /\bwill\b(?!\s+of\b)|\b(?:[Ww]e|[Ii]t|[Tt]hey)['’]ll\b/g,
    (_, before, after) =>
      /\b(?:at|free|good|the|of|what)\s+$/i.test(before) ||
      promisedOrWhenever.test(before + after) ||
      // What customers have to do, and what a quotation says.
      /\b(?:customers?|user entit(?:y|ies)|readers?)\s+$/i.test(before) ||
      (before.includes('“') && !before.includes('”')),
  ),
  notYet(
    /\b(?:[Ww]e|[Tt]hey|[Ii]t|who|[Tt]eams?|[Cc]ompany|[Oo]rgani[sz]ation|[Mm]anagement|[Bb]oard|[Ee]ngineering|Ltd|Inc\.?|GmbH|department) plans? to\b/g,
  ),
  notYet(
    /\b(?:is|are) (?:still )?planned(?=\s*(?:[.;]|$)|\s+(?:to be|for|in|by) (?:20\d\d|later|early|late|mid|the (?:next|coming)|next|the (?:first|second|third|fourth) quarter|Q[1-4]|spring|summer|autumn|winter|January|February|March|April|May|June|July|August|September|October|November|December))/g,
  ),
  notYet(/\b(?:is|are|am|['’]re) going to(?!\s+(?:the|an?|our|its|their|each|every|this|that|\p{Lu}))/gu),
  notYet(
    /(?<!\b(?:[Aa]s|[Hh]ow)\s)\bsoon\b(?!\s+(?:as|after))|\bin (?:the )?(?:near |foreseeable )?future\b|\bin a (?:future|later) (?:release|version)\b/g,
    (_, before) => /\b(?:again|recur\w*|repeat\w*)\s+$/.test(before),
  ),
  notYet(/\bon (?:the|our|its|their) (?:[a-z]+ )?road-?map\b|\broad-?map (?:includes?|foresees?|contains?|has)\b/gi),
  notYet(
    /\b(?:intends?|hopes?|expects?) to\b/g,
    (words, before) => words.startsWith('expect') && /\b(?:customers?|users?)\s+$/i.test(before),
  ),
  notYet(
    /\b(?:is|are) (?:currently|now|still) being (?:implemented|introduced|rolled out|built|developed|set up|evaluated)\b|\b(?:is|are) to be (?:implemented|introduced|rolled out)\b|\bin the process of [a-z]+ing\b|\b(?:from|starting|beginning) next (?:year|quarter|month)\b/g,
  ),
];
