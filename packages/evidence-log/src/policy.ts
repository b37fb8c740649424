import { fromOctets, toHex } from './bytes.ts';
import type { Crypto } from './crypto.ts';
import { LogError } from './error.ts';
import { openVerifierKey, type KeyKind } from './keys.ts';

/** The quorum that asks for no witness; no witness or group can bear this name. */
export const noQuorum = 'none';

/** A log whose checkpoints are accepted; the name of its key is its origin. */
export interface PolicyLog {
  vkey: string;
  url: string | undefined;
}

export interface PolicyWitness {
  /** Means something in this policy only; the witness signs under the name in its key. */
  name: string;
  vkey: string;
  url: string | undefined;
}

/** Has witnessed a checkpoint when `threshold` of its members have. */
export interface PolicyGroup {
  name: string;
  threshold: number;
  /** Names of witnesses, and of groups that stand before this one. */
  members: readonly string[];
}

/** Which checkpoints a verifier accepts (C2SP tlog-policy), as `parsePolicy` gives it. */
export interface Policy {
  /** Any one of them may have signed; empty where the verifier knows the log from elsewhere. */
  logs: readonly PolicyLog[];
  witnesses: readonly PolicyWitness[];
  /** Each after the groups that are its members. */
  groups: readonly PolicyGroup[];
  /** The witness or group that must have witnessed, or `none`. */
  quorum: string;
}

/** What the lines so far have said. */
interface Draft {
  logs: PolicyLog[];
  witnesses: PolicyWitness[];
  groups: PolicyGroup[];
  quorum: string | undefined;
  /** Witnesses and groups share one space of names. */
  names: Set<string>;
  members: Set<string>;
  /** Kind and key in hex, for each log and witness. */
  publicKeys: Set<string>;
}

/**
 * Reads a policy file. Names are octets (C2SP tlog-policy, Character set): those that are no UTF-8
 * are kept apart all the same.
 * @throws LogError `malformed`, `weak_key` or `wrong_key_kind`; the message gives the line.
 */
export function parsePolicy(crypto: Crypto, octets: Uint8Array): Policy {
  const draft: Draft = {
    logs: [],
    witnesses: [],
    groups: [],
    quorum: undefined,
    names: new Set(),
    members: new Set(),
    publicKeys: new Set(),
  };
  const lines = fromOctets(octets).split('\n');
  const rest = lines.pop();
  for (const [i, line] of lines.entries()) atLine(i + 1, () => readLine(crypto, draft, line));
  if (rest !== '')
    throw new LogError('malformed', `Line ${lines.length + 1} of the policy: It does not end with a newline.`);
  const { logs, witnesses, groups, quorum } = draft;
  if (quorum === undefined)
    throw new LogError('malformed', 'The policy has no quorum line. One that asks for no witness says: quorum none');
  return { logs, witnesses, groups, quorum };
}

/** Tells an error with the line it is on. */
function atLine(number: number, read: () => void): void {
  try {
    read();
  } catch (error) {
    if (!(error instanceof LogError)) throw error;
    throw new LogError(error.code, `Line ${number} of the policy: ${error.message}`);
  }
}

function readLine(crypto: Crypto, draft: Draft, line: string): void {
  // oxlint-disable-next-line no-control-regex -- the octets that a policy may not hold
  if (/[\0-\x08\x0b-\x1f\x7f]/.test(line))
    throw new LogError('malformed', 'It has a control character other than tab.');
  const [keyword, ...items] = line.split(/[ \t]+/).filter((item) => item !== '');
  if (keyword === undefined || keyword.startsWith('#')) return;
  if (keyword === 'log') addLog(crypto, draft, items);
  else if (keyword === 'witness') addWitness(crypto, draft, items);
  else if (keyword === 'group') addGroup(draft, items);
  else if (keyword === 'quorum') setQuorum(draft, items);
  else throw new LogError('malformed', `${keyword} is none of log, witness, group and quorum.`);
}

function addLog(crypto: Crypto, draft: Draft, items: readonly string[]): void {
  const [vkey, url, ...more] = items;
  if (vkey === undefined || more.length > 0) throw form('log <vkey> [<url>]');
  addKey(crypto, draft, vkey, 'log');
  draft.logs.push({ vkey, url });
}

function addWitness(crypto: Crypto, draft: Draft, items: readonly string[]): void {
  const [name, vkey, url, ...more] = items;
  if (name === undefined || vkey === undefined || more.length > 0) throw form('witness <name> <vkey> [<url>]');
  addName(draft, name);
  addKey(crypto, draft, vkey, 'witness');
  draft.witnesses.push({ name, vkey, url });
}

function addGroup(draft: Draft, items: readonly string[]): void {
  const [name, count, ...members] = items;
  if (name === undefined || count === undefined || members.length === 0)
    throw form('group <name> all|any|<number> <name>...');
  const threshold = parseThreshold(count, members.length);
  for (const member of members) {
    checkDefined(draft, member);
    // One witness would count twice in a quorum.
    if (draft.members.has(member)) throw new LogError('malformed', `${member} is a member of a group already.`);
    draft.members.add(member);
  }
  addName(draft, name);
  draft.groups.push({ name, threshold, members });
}

function setQuorum(draft: Draft, items: readonly string[]): void {
  const [name, ...more] = items;
  if (name === undefined || more.length > 0) throw form('quorum <name>');
  if (draft.quorum !== undefined) throw new LogError('malformed', 'It is a second quorum line.');
  if (name !== noQuorum) checkDefined(draft, name);
  draft.quorum = name;
}

function parseThreshold(count: string, members: number): number {
  if (count === 'all') return members;
  if (count === 'any') return 1;
  const threshold = /^[1-9]\d*$/.test(count) ? Number(count) : 0;
  if (threshold < 1 || threshold > members)
    throw new LogError('malformed', `${count} is neither all nor any nor a number from 1 to ${members}, the members.`);
  return threshold;
}

function addName(draft: Draft, name: string): void {
  if (name === noQuorum) throw new LogError('malformed', 'The name none is taken: it is the quorum without witnesses.');
  if (draft.names.has(name)) throw new LogError('malformed', `The name ${name} is defined already.`);
  draft.names.add(name);
}

function checkDefined(draft: Draft, name: string): void {
  if (!draft.names.has(name))
    throw new LogError('malformed', `${name} is no witness or group that is defined on a line above.`);
}

function addKey(crypto: Crypto, draft: Draft, vkey: string, kind: KeyKind): void {
  const { publicKey } = openVerifierKey(crypto, vkey, kind);
  const entry = `${kind} ${toHex(publicKey)}`;
  if (draft.publicKeys.has(entry))
    throw new LogError('malformed', `A ${kind} with the same public key is defined already.`);
  draft.publicKeys.add(entry);
}

function form(prescribed: string): LogError {
  return new LogError('malformed', `It is not of the form: ${prescribed}`);
}
