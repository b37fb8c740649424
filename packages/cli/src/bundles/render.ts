import { joined } from '@tickmark/core';
import type { BundledNote } from './operator.ts';
import type { BundledTimestamp } from './timestamps.ts';
import type { EarlierLog, Verification } from './verification.ts';

const labelWidth = 15;

/** The answer for a person at a terminal. Ends with a newline. */
export function renderVerification(verification: Verification): string {
  const { holds, failure, warnings, reperformed, cosignatures, namedByLog, checkpoint, earlierLogs, noted } =
    verification;
  const lines = [holds ? 'The bundle holds.' : 'The bundle does not hold.', ''];
  if (failure) lines.push(...failureLines(failure), '');
  lines.push(...identityLines(verification));
  if (checkpoint) {
    for (const log of earlierLogs) lines.push(...earlierLines(log));
    const number = earlierLogs.length === 0 ? '' : `${earlierLogs.length + 1} of ${earlierLogs.length + 1}, `;
    lines.push(row('Log', `${number}${count(checkpoint.size, 'entry', 'entries')}, ${checkpoint.origin}`));
    lines.push(row('Root hash', checkpoint.root), row('Key', keyWords(verification)));
    if (namedByLog.length > 0)
      lines.push(
        row('Named by log', `${namedByLog.map(vouched).join('; ')}; not compared with any you trust (--policy)`),
      );
    if (cosignatures)
      lines.push(row('Witnesses', cosignatures.map(vouched).join('; ') || 'none; the policy asks for none'));
    lines.push(...timestampLines(verification));
    if (noted) lines.push(row('Noted', notedWords(noted)));
  }
  if (holds) {
    lines.push(row('Integrity', integrity(verification)), row('Order', 'as the log has it'));
    lines.push(row('Re-performed', reperformed ? `${again(reperformed)}, byte for byte` : 'no (--reperform)'));
  }
  if (warnings.length > 0) lines.push('', 'Worth knowing', ...warnings.map((warning) => `  ${warning}`));
  if (holds) {
    lines.push(
      '',
      'This shows that the report follows from what was recorded, and that the record',
      'is whole since it was signed. It does not show that everything was recorded.',
    );
  }
  return `${lines.join('\n')}\n`;
}

/** A log that the one of the bundle continues, and who has vouched for it up to its end. */
function earlierLines({ number, origin, first, size, cosignatures, namedByLog }: EarlierLog): string[] {
  const lines = [row('Log', `${number}, entries ${first} to ${first + size - 1}, ${origin}; its key was rotated`)];
  const cosigned = [
    ...(cosignatures ?? []).map(vouched),
    ...namedByLog.map((each) => `${vouched(each)} (named by log)`),
  ];
  if (cosigned.length > 0) lines.push(row('', `vouched for up to its end: ${cosigned.join('; ')}`));
  return lines;
}

/** Of each authority the furthest stamp, and how many came before. */
function timestampLines({ timestamps, earlierLogs }: Verification): string[] {
  const chained = earlierLogs.length > 0;
  return [...Map.groupBy(timestamps, ({ certificatesSha256 }) => certificatesSha256).values()].flatMap((stamps) => {
    const last = stamps.at(-1);
    const [first] = stamps;
    if (last === undefined || first === undefined) return [];
    const told = ({ entry, at, log }: BundledTimestamp): string =>
      `up to entry ${entry}${chained ? ` (log ${log})` : ''} at ${at.slice(0, 19)}Z`;
    const trust = last.trusted
      ? `by ${last.name}, one that you named`
      : `by ${last.name}, which the log names; not compared with any you trust (--timestamp-ca)`;
    return [
      row('Stamped', `${told(last)} ${trust}`),
      ...(stamps.length === 1 ? [] : [row('', `${count(stamps.length, 'stamp')}, the first ${told(first)}`)]),
    ];
  });
}

/** Up to where the operator's log has committed to the bundled logs. */
function notedWords({ entry, at, operator, operatorEntry, trusted }: BundledNote): string {
  const where = `up to entry ${entry} at ${at.slice(0, 19)}Z, by entry ${operatorEntry} of ${operator}`;
  return `${where}${trusted ? ', whose key you named' : '; its key was not compared with one you trust (--operator-key)'}`;
}

function keyWords({ trustedLog, earlierLogs }: Verification): string {
  const newest = earlierLogs.length + 1;
  if (trustedLog === null) return "the bundle's own; it was not compared with one you trust (--key)";
  if (newest === 1) return 'one that you named';
  const linked = trustedLog === newest ? '' : `; what follows is linked to it by entries that both logs signed`;
  return `one that you named, of log ${trustedLog}${linked}`;
}

/** What does not hold, and where. */
export function failureLines({ rule, entry, path, message }: NonNullable<Verification['failure']>): string[] {
  const lines = [
    message,
    row('Rule', `${rule} (docs/spec/${rule.startsWith('CT') ? 'control-testing' : 'evidence-log'}.md)`),
  ];
  if (entry !== null) lines.push(row('Log entry', String(entry)));
  if (path !== null) lines.push(row('File', path));
  return lines;
}

/** A witness and up to when it vouches; a time that no calendar has is told in seconds. */
export function vouched({ name, time }: { name: string; time: string }): string {
  const at = new Date(Number(time) * 1000);
  return Number.isNaN(at.getTime())
    ? `${name}, ${time} s after 1970`
    : `${name}, as of ${at.toISOString().slice(0, 19)}Z`;
}

function identityLines({ organization, engagement }: Verification): string[] {
  if (organization === null || engagement === null) return [];
  const period =
    engagement.from === engagement.to ? `as of ${engagement.to}` : `${engagement.from} to ${engagement.to}`;
  return [
    row('Organization', organization.example ? `${organization.name} (a worked example)` : organization.name),
    row('Engagement', engagement.title),
    row('Report', `${engagement.type === 'type1' ? 'Type 1' : 'Type 2'}, ${period}`),
  ];
}

function integrity({ checked }: Verification): string {
  const parts = [
    count(checked.files, 'file'),
    count(checked.populations, 'population'),
    ...(checked.reconciliations === 0 ? [] : [count(checked.reconciliations, 'reconciliation')]),
    count(checked.definitions, 'definition'),
    count(checked.results, 'result'),
    count(checked.samples, 'sample'),
    `${checked.evidence} of evidence`,
    ...(checked.decisions === 0 ? [] : [count(checked.decisions, 'decision on criteria', 'decisions on criteria')]),
  ];
  return `${parts.join(', ')}; ${checked.bytes.toLocaleString('en')} bytes`;
}

/** What was made again; reconciliations and the dry run are named where there are any. */
function again({ results, samples, reconciliations, dryRun }: NonNullable<Verification['reperformed']>): string {
  const tests = count(results, 'result');
  const draws = count(samples, 'sample');
  return joined([
    tests,
    draws,
    ...(reconciliations === 0 ? [] : [count(reconciliations, 'reconciliation')]),
    ...(dryRun ? ['the dry run'] : []),
  ]);
}

/** A name and a value, aligned with the others. */
export function row(label: string, value: string): string {
  return `  ${label.padEnd(labelWidth)}${value}`;
}

/** `1 entry`, `1,204 entries`. */
export function count(n: number, one: string, many = `${one}s`): string {
  return `${n.toLocaleString('en')} ${n === 1 ? one : many}`;
}
