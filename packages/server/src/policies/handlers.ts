import { policyStates, type PolicyState } from '@tickmark/core';
import type { HandlersOf } from '../platform/handler.ts';
import { acceptanceHandlers } from './acceptance.ts';
import { approvingHandlers } from './approving.ts';
import { commentingHandlers } from './commenting.ts';
import { brandingHandlers } from './branding.ts';
import { checkingHandlers } from './checking.ts';
import { downloadHandlers } from './download.ts';
import { importingHandlers } from './importing.ts';
import { makingPublicHandlers } from './making-public.ts';
import { inFull, summariesOf } from './shown.ts';
import { policiesOf } from './store.ts';
import { templateHandlers } from './template-handlers.ts';
import { valuesHandlers } from './values.ts';
import { policyOf, writingHandlers } from './writing.ts';

export const policyHandlers: HandlersOf<'policies'> = {
  'policies.list': async (context, { search, state, mine }) => {
    const all = await summariesOf(context, await policiesOf(context.tx, context.organizationId));
    const words = (search ?? '')
      .toLowerCase()
      .split(/\s+/)
      .filter((word) => word !== '');
    const items = all.filter((policy) => {
      const text = [policy.code, policy.title, policy.purpose, policy.owner?.name ?? '', ...policy.satisfies]
        .join(' ')
        .toLowerCase();
      return (
        words.every((word) => text.includes(word)) &&
        (state === undefined || policy.state === state) &&
        (!mine || policy.owner?.id === context.userId || policy.open?.waitingForMe === true)
      );
    });
    const byState = Object.fromEntries(
      policyStates.map((each) => [each, all.filter((policy) => policy.state === each).length]),
    ) as Record<PolicyState, number>;
    return {
      items,
      total: items.length,
      counts: {
        total: all.length - byState.retired,
        byState,
        reviewDue: all.filter(({ review }) => review?.state === 'due').length,
        reviewOverdue: all.filter(({ review }) => review?.state === 'overdue').length,
        waitingForMe: all.filter(({ open }) => open?.waitingForMe === true).length,
      },
    };
  },

  'policies.get': async (context, { id }) => {
    await policyOf(context, id);
    return inFull(context, id);
  },

  ...templateHandlers,
  ...writingHandlers,
  ...approvingHandlers,
  ...checkingHandlers,
  ...brandingHandlers,
  ...makingPublicHandlers,
  ...commentingHandlers,
  ...valuesHandlers,
  ...acceptanceHandlers,
  ...downloadHandlers,
  ...importingHandlers,
};
