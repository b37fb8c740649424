import { engagementTitle } from '@tickmark/core';
import { chosenFrom, insertEngagement, termsSha256 } from '../engagements/index.ts';
import type { MasterKey } from '../platform/auth/index.ts';
import type { HandlersOf } from '../platform/handler.ts';
import { createLog, sealStored } from '../platform/trail/index.ts';
import { userIdOf } from '../sessions/index.ts';
import { insertOrganization, readOrganization } from './store.ts';

/** The master key wraps the signing key of a new organization's log. */
export function organizationHandlers({ masterKey }: { masterKey: MasterKey }): HandlersOf<'organizations'> {
  return {
    'organizations.create': async (context, { name, service, categories, terms, timeZone, example, chosen }) => {
      const { tx, now } = context;
      const kept = chosenFrom(chosen);
      const ownerId = userIdOf(context);
      const organizationId = context.newId();
      await context.enterOrganization(organizationId, ownerId);
      const organization = await insertOrganization(tx, {
        id: organizationId,
        name,
        timeZone,
        example,
        createdAt: now,
        ownerId,
      });
      await createLog(tx, organizationId, { masterKey, at: now });
      const engagement = await insertEngagement(tx, organizationId, {
        id: context.newId(),
        title: engagementTitle(terms),
        service,
        categories,
        terms,
        timeZone,
        createdAt: now,
        chosen: kept,
      });
      await context.record(
        { organizationId, engagementId: engagement.id, termsSha256: termsSha256(engagement) },
        {
          ...(await sealStored(tx, 'organizations', [organizationId])),
          ...(await sealStored(tx, 'engagements', [engagement.id])),
        },
      );
      return { organization, engagement };
    },

    'organizations.get': (context) => readOrganization(context.tx, context.organizationId),
  };
}
