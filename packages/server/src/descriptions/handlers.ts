import { compareBlocks } from '@tickmark/policies';
import type { HandlersOf } from '../platform/handler.ts';
import { downloadHandlers } from './download.ts';
import { freezingHandlers, versionNumbered } from './freezing.ts';
import { descriptionShown, oneVersionShown, standingOf } from './shown.ts';
import { wholeText } from './whole-text.ts';
import { writingHandlers } from './writing.ts';

export const descriptionHandlers: HandlersOf<'descriptions'> = {
  'descriptions.get': (context, { engagementId }) => descriptionShown(context, engagementId),

  'descriptions.version': async (context, { engagementId, number }) => {
    const version = await versionNumbered(context, engagementId, number);
    return { ...(await oneVersionShown(context, version)), document: version.document };
  },

  'descriptions.compare': async (context, { engagementId, from, to }) => {
    const before = await versionNumbered(context, engagementId, from);
    const after =
      to === undefined
        ? (await standingOf(context, engagementId)).document
        : (await versionNumbered(context, engagementId, to)).document;
    return compareBlocks(wholeText(before.document), wholeText(after));
  },

  ...writingHandlers,
  ...freezingHandlers,
  ...downloadHandlers,
};
