import { rules } from './rules.ts';
import type { Integrity } from './verify/verify.ts';

/** Texts of a bundle reach the page through here only, as text and never as markup. */
function element(name: string, className: string, ...children: (string | Node)[]): HTMLElement {
  const made = document.createElement(name);
  if (className !== '') made.className = className;
  made.append(...children);
  return made;
}

/** Name, value, and the class of the value. */
type Row = [name: string, value: string, className?: string];

/** The answer on one file. */
export function answerView(fileName: string, found: Integrity): HTMLElement {
  const { holds, broken, log } = found;
  const heading = element('h2', '', holds ? 'The integrity of the bundle holds' : 'The bundle does not hold');
  const mark = element('span', 'mark', holds ? '✓' : '✕');
  mark.ariaHidden = 'true';
  const answer = element('section', holds ? 'answer holds' : 'answer broken', element('div', 'verdict', mark, heading));
  answer.append(element('p', 'file mono', fileName));
  if (broken !== null) answer.append(faultView(broken));
  const facts = factsOf(found);
  if (facts.length > 0) answer.append(listView(facts));
  if (log !== null) answer.append(keyView(log.vkey, found));
  if (holds) {
    answer.append(
      element(
        'p',
        'note',
        'What was recorded is whole since it was signed. That everything was recorded, nobody can see from a bundle.',
      ),
    );
  }
  return answer;
}

/** Why there is no answer. */
export function noAnswerView(title: string, what: string): HTMLElement {
  const mark = element('span', 'mark', '?');
  mark.ariaHidden = 'true';
  return element(
    'section',
    'answer unknown',
    element('div', 'verdict', mark, element('h2', '', title)),
    element('p', '', what),
  );
}

function faultView({ rule, entry, path, message }: NonNullable<Integrity['broken']>): HTMLElement {
  const rows: Row[] = [['Rule', `${rule}: ${rules[rule] ?? 'see docs/spec/evidence-log.md'}`]];
  if (entry !== null) rows.push(['Log entry', String(entry)]);
  if (path !== null) rows.push(['File', path, 'mono']);
  return element('div', 'fault', element('p', 'message', message), listView(rows));
}

function factsOf({
  organization,
  engagement,
  log,
  earlier,
  bytes,
  files,
  items,
  deleted,
  stamps,
  noted,
}: Integrity): Row[] {
  const rows: Row[] = [];
  if (organization !== null)
    rows.push(['Organization', organization.example ? `${organization.name} (a worked example)` : organization.name]);
  if (engagement !== null) {
    const { title, type, from, to } = engagement;
    rows.push(['Engagement', title]);
    rows.push([
      'Report',
      `${type === 'type1' ? 'Type 1' : 'Type 2'}, ${from === to ? `as of ${to}` : `${from} to ${to}`}`,
    ]);
  }
  if (files !== null && bytes !== null) rows.push(['Files', `${number(files)}, ${number(bytes)} bytes in all`]);
  if (items !== null) rows.push(['Items sealed', number(items)]);
  if (deleted !== null && deleted > 0)
    rows.push([
      'Deleted',
      `The ${deleted === 1 ? 'file of 1 piece' : `files of ${number(deleted)} pieces`} of evidence: nobody can examine ${deleted === 1 ? 'it' : 'them'} any more. The log says when and why.`,
    ]);
  for (const each of earlier) {
    const last = each.first + each.entries - 1;
    rows.push([
      `Log ${each.number}`,
      `${each.origin}, entries ${number(each.first)} to ${number(last)}; its key was rotated`,
    ]);
    if (each.cosigners.length > 0)
      rows.push([`Log ${each.number} cosigned by`, `${each.cosigners.map(vouched).join('; ')}. ${madeUp}`]);
  }
  if (log !== null) {
    const name = earlier.length === 0 ? 'Log' : `Log ${earlier.length + 1}, the newest`;
    rows.push([name, `${log.origin}, ${number(log.entries)} ${log.entries === 1 ? 'entry' : 'entries'}`]);
    rows.push(['Root hash', log.root, 'mono']);
    if (log.cosigners.length > 0) rows.push(['Cosigned by', `${log.cosigners.map(vouched).join('; ')}. ${madeUp}`]);
  }
  if (stamps !== null && stamps.upTo !== null) {
    const said = `${number(stamps.count)}, up to entry ${number(stamps.upTo)}. This page does not check them; tickmark verify does.`;
    rows.push(['Timestamps', said]);
  }
  if (noted === true)
    rows.push(['Operator’s log', 'A note of this log is there. This page does not check it; tickmark verify does.']);
  return rows;
}

const madeUp = 'The log itself names them; compare their keys with those you know by another way.';

/** A witness and up to when it vouches; a time that no calendar has is told in seconds. */
function vouched({ name, time }: { name: string; time: bigint }): string {
  const at = new Date(Number(time) * 1000);
  const when = Number.isNaN(at.getTime()) ? `${time} s after 1970` : `as of ${at.toISOString().slice(0, 19)}Z`;
  return `${name}, ${when}`;
}

function keyView(vkey: string, { keyTrusted, trustedLog, earlier }: Integrity): HTMLElement {
  const newest = earlier.length + 1;
  const said = !keyTrusted
    ? 'The key is the bundle’s own and was not compared with one you trust: whoever made the bundle up could have made the key up as well. Ask the organization for its key by another way, and paste it above.'
    : trustedLog === newest
      ? 'The bundle is signed with the key that you gave.'
      : `The key that you gave is that of log ${trustedLog}, which was rotated. An entry that it signed names the key of the log that follows. If you fear that it was stolen before, ask for the key of log ${newest}, and paste that one above.`;
  return element(
    'div',
    keyTrusted ? 'key' : 'key own',
    element('h3', '', 'Key'),
    element('p', '', said),
    element('p', 'mono', vkey),
  );
}

function listView(rows: readonly Row[]): HTMLElement {
  const list = element('dl', '');
  for (const [name, value, className = ''] of rows)
    list.append(element('dt', '', name), element('dd', className, value));
  return list;
}

function number(value: number): string {
  return value.toLocaleString('en');
}
