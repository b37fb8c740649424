import type { GrowthVerification } from './growth.ts';
import type { ProofVerification } from './proof.ts';
import { count, failureLines, row, vouched } from './render.ts';

/** The answer about a proof, for a person at a terminal. Ends with a newline. */
export function renderProof(verification: ProofVerification): string {
  const { holds, failure, index, entry, checkpoint, warnings } = verification;
  const lines = [holds ? 'The proof holds.' : 'The proof does not hold.', ''];
  if (failure !== null) lines.push(...failureLines(failure), '');
  if (index !== null) lines.push(row('Log entry', index));
  if (entry !== null) {
    lines.push(row('Read from', entry.file), row('Leaf hash', entry.leafHash));
    if (holds && entry.op !== null) lines.push(row('It says', `${entry.op}, ${entry.at}`));
  }
  lines.push(...checkpointLines('Log', checkpoint), ...witnessLines(verification));
  if (warnings.length > 0) lines.push('', 'Worth knowing', ...warnings.map((warning) => `  ${warning}`));
  if (holds) {
    lines.push(
      '',
      'This shows that the log held the entry when the checkpoint was signed. It does not show',
      'that what the entry says is true.',
    );
  }
  return `${lines.join('\n')}\n`;
}

/** The answer about a consistency proof, for a person at a terminal. Ends with a newline. */
export function renderGrowth(verification: GrowthVerification): string {
  const { holds, failure, earlier, checkpoint } = verification;
  const lines = [holds ? 'The log only grew.' : 'It is not shown that the log only grew.', ''];
  if (failure !== null) lines.push(...failureLines(failure), '');
  lines.push(
    ...checkpointLines('Earlier', earlier),
    ...checkpointLines('Later', checkpoint),
    ...witnessLines(verification),
  );
  if (holds) {
    lines.push(
      '',
      'Everything under the earlier checkpoint is the beginning of what is under the later one:',
      'nothing of it was changed or removed.',
    );
  }
  return `${lines.join('\n')}\n`;
}

function checkpointLines(label: string, checkpoint: ProofVerification['checkpoint']): string[] {
  if (checkpoint === null) return [];
  const { origin, size, root } = checkpoint;
  return [row(label, `${count(size, 'entry', 'entries')}, ${origin}`), row('Root hash', root)];
}

function witnessLines({ keyTrusted, cosignatures }: Pick<ProofVerification, 'keyTrusted' | 'cosignatures'>): string[] {
  return [
    ...(keyTrusted ? [row('Key', 'one that you named')] : []),
    ...(cosignatures === null
      ? []
      : [row('Witnesses', cosignatures.map(vouched).join('; ') || 'none; the policy asks for none')]),
  ];
}
