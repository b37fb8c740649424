import type { Crypto } from './crypto.ts';
import { LogError } from './error.ts';
import { openCheckpoint, type OpenedCheckpoint } from './open-checkpoint.ts';
import { noQuorum, type Policy } from './policy.ts';

/**
 * Opens a checkpoint that a policy accepts (C2SP tlog-policy): one of its logs has signed it under
 * its own name, and its quorum of witnesses has cosigned it.
 * @throws LogError as `openCheckpoint`; `unknown_signer` too for a policy that names no log;
 * `no_quorum`.
 */
export function openByPolicy(crypto: Crypto, note: string, policy: Policy): OpenedCheckpoint {
  if (policy.logs.length === 0)
    throw new LogError('unknown_signer', 'The policy names no log. Name the key of the log as well.');
  const vkeys = (parties: readonly { vkey: string }[]): string[] => parties.map(({ vkey }) => vkey);
  const keys = { logs: vkeys(policy.logs), witnesses: vkeys(policy.witnesses) };
  const checkpoint = openCheckpoint(crypto, note, keys);
  const cosigned = vkeys(checkpoint.cosignatures);
  if (!quorumReached(policy, cosigned)) {
    const names = policy.witnesses.filter(({ vkey }) => cosigned.includes(vkey)).map(({ name }) => name);
    throw new LogError(
      'no_quorum',
      `The policy asks for ${policy.quorum}; of its witnesses ${names.length > 0 ? names.join(', ') : 'none'} cosigned the checkpoint.`,
    );
  }
  return checkpoint;
}

/** Whether the witnesses with these vkeys are the quorum of the policy; others among them count for nothing. */
export function quorumReached(policy: Policy, cosignedBy: readonly string[]): boolean {
  if (policy.quorum === noQuorum) return true;
  const cosigners = policy.witnesses.filter(({ vkey }) => cosignedBy.includes(vkey));
  const witnessed = new Set(cosigners.map(({ name }) => name));
  for (const { name, threshold, members } of policy.groups) {
    if (members.filter((member) => witnessed.has(member)).length >= threshold) witnessed.add(name);
  }
  return witnessed.has(policy.quorum);
}
