import type { Block, IssuedCopy, ReadinessFacts } from '@tickmark/core';

/** To whom a copy was issued, and under which signed state of the log. */
export interface IssuedTo {
  /** Counts the copies of the report. */
  copy: number;
  recipient: string;
  checkpoint: IssuedCopy['checkpoint'];
  issuedAt: string;
  issuedBy: string | null;
  /** The entry that tells of it. */
  entryIndex: number;
}

/** A readiness report with its parts, as PDF and DOCX alike are made from it. */
export interface ReadinessDocument {
  facts: ReadinessFacts;
  number: number;
  /** Of the canonical facts. */
  sha256: string;
  /** The entry that seals them. */
  entryIndex: number;
  madeBy: string | null;
  /** null for a draft. */
  issued: IssuedTo | null;
  pages: Block[];
}

/** What stands around the parts on every page, in words. */
export function frameOf({ facts, number, sha256, entryIndex, madeBy, issued }: ReadinessDocument) {
  const { organization, engagement, today, madeAt } = facts;
  return {
    organization: organization.name,
    example: organization.example,
    engagement: engagement.title,
    title: 'Readiness report',
    version: `Report ${number}, as of ${today}`,
    mark: issued === null ? 'DRAFT' : '',
    status: issued === null ? 'Draft, issued to nobody' : `Copy ${issued.copy}, issued to ${issued.recipient}`,
    made: `${minuteOf(madeAt)}${madeBy === null ? '' : ` by ${madeBy}`}`,
    sealed: `Facts ${sha256}, sealed by entry ${entryIndex} of the evidence log`,
    rows: [
      ['Engagement', engagement.title],
      ['As of', `${today} (${engagement.timeZone}); made ${minuteOf(madeAt)}${madeBy === null ? '' : ` by ${madeBy}`}`],
      ...(issued === null
        ? [['Status', `Report ${number}: a draft, issued to nobody`]]
        : [
            [
              'Status',
              `Report ${number}, copy ${issued.copy}: issued to ${issued.recipient} ${minuteOf(issued.issuedAt)}${issued.issuedBy === null ? '' : ` by ${issued.issuedBy}`}`,
            ],
            ['Checkpoint', `${checkpointWords(issued.checkpoint)}, root hash ${issued.checkpoint.rootHash}`],
          ]),
    ] as [string, string][],
  };
}

function minuteOf(at: string): string {
  return `${at.slice(0, 16).replace('T', ' ')} UTC`;
}

function checkpointWords({ log, first, size }: IssuedCopy['checkpoint']): string {
  return log === 1
    ? `${size} entries of the evidence log`
    : `${size} entries of log ${log}, which continues the ${first} before`;
}
