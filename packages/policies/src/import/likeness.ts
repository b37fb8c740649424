/** Words that mean much the same in the headings of policies, each group by its roots. */
const groups = [
  'purpose aim introduction overview intent rationale',
  'objective goal',
  'scope applicability applie',
  'role responsibilit accountabilit duty',
  'enforcement violation sanction consequence disciplin noncompliance compliance',
  'exception exemption waiver deviation',
  'review revision maintenance recertification',
  'removal revocation deprovision termination offboard exit leaver',
  'onboard provision joiner hire',
  'authentication password mfa credential login',
  'privileged administrat elevated',
  'disposal destruction deletion sanitization erase',
  'test exercise drill rehearsal',
  'lesson postmortem retrospective',
  'emergency urgent',
  'back rollback revert',
  'train awareness education',
  'screen background vetting',
  'vendor supplier provider third',
  'tier classif categor rank severit priorit',
  'class label level',
  'treatment response mitigation remediation',
  'patch remediation update',
  'alert notification alarm',
  'notice notification notify inform',
  'monitor watch surveillance',
  'retention storage keep archive',
  'encryption cryptograph',
  'transit transfer transmission',
  'malware virus antivirus',
  'device endpoint laptop mobile',
  'forbidden prohibited unacceptable',
  'allowed acceptable permitted',
  'approve approval authoris authoriz',
  'request ticket application',
  'report escalation',
  'complaint grievance inquiry',
  'schedule frequency timing period',
  'visitor guest',
  'contain containment isolation',
  'recover recovery restore restoration',
  'detect detection identification',
  'audience participant attendee',
  'target objective rto rpo',
  'principle statement commitment',
  'contract agreement',
  'continuity resilience',
  'incident breach event',
  'human personnel people hr staff employee',
  'acceptable use conduct',
].map((words) => words.split(' ').map(rootOf));

const fillers = new Set(
  'a an and the of for to in on with by or our your its policy policies procedure procedures standard plan process general information'.split(
    ' ',
  ),
);

/** Words of a heading or title by their roots, without those that say nothing. */
export function rootsOf(text: string): string[] {
  const words =
    text
      .toLowerCase()
      .normalize('NFC')
      .match(/\p{L}[\p{L}\p{M}\p{N}]*/gu) ?? [];
  const telling = words.filter((word) => !fillers.has(word));
  return [...new Set((telling.length === 0 ? words : telling).map(rootOf))];
}

/** Without the endings that one word has in several forms. */
function rootOf(word: string): string {
  const root = word.replace(/(?:ies|ing|ions?|ers?|ed|es|e|s|y)$/, '');
  return root.length < 3 ? word : root;
}

/**
 * How alike a heading is to a required one, from 0 to 1: each of the required words or one that means the same is in it, and the
 * more others, the less. 0 where one is missing.
 */
export function likeness(required: string, heading: string): number {
  const [wanted, given] = [rootsOf(required), rootsOf(heading)];
  if (wanted.length === 0 || given.length === 0) return 0;
  const scores = wanted.map((root) => (given.includes(root) ? 1 : given.some((each) => isAkin(root, each)) ? 0.7 : 0));
  if (scores.includes(0)) return 0;
  const sum = scores.reduce<number>((all, each) => all + each, 0);
  return (sum / wanted.length) * Math.min(1, (wanted.length + 1) / (given.length + 1));
}

function isAkin(a: string, b: string): boolean {
  return groups.some((group) => group.includes(a) && group.includes(b));
}

/** How much of the words of two titles is in both, from 0 to 1; `weightOf` says how much a word tells. */
export function overlap(a: string, b: string, weightOf: (root: string) => number): number {
  const [first, second] = [rootsOf(a), rootsOf(b)];
  const shared = (roots: readonly string[], others: readonly string[]): number =>
    roots.reduce((sum, root) => {
      const found = others.includes(root) ? 1 : others.some((other) => isAkin(root, other)) ? 0.6 : 0;
      return sum + found * weightOf(root);
    }, 0);
  const all = [...first, ...second].reduce((sum, root) => sum + weightOf(root), 0);
  return all === 0 ? 0 : (shared(first, second) + shared(second, first)) / all;
}
