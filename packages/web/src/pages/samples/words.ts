import type { Output } from '../../api/client.ts';

export type Sheet = Output<'samples.get'>;

/** How an item came into the sample, in words. */
export const originWords: Record<Sheet['items'][number]['origin'], string> = {
  drawn: 'Drawn',
  extension: 'Extension',
  replacement: 'Replacement',
  targeted: 'Targeted',
};
