import type { Engagement, Permission, Role } from '@tickmark/core';
import { holds } from '@tickmark/core/roles';
import { useQuery } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';
import { currentPlace, onPlaceChange } from '../api/place.ts';
import { sessionQuery, useOperation } from '../queries.ts';

export function usePlace() {
  return useSyncExternalStore(onPlaceChange, currentPlace);
}

/** The membership this browser works under. */
export function useMembership(): { id: string; name: string; role: Role } | null {
  const { organizationId } = usePlace();
  const { data } = useQuery(sessionQuery);
  return data?.organizations.find((organization) => organization.id === organizationId) ?? null;
}

/** Whether the signed-in person may; the server decides again. */
export function useMay(permission: Permission): boolean {
  const membership = useMembership();
  return membership !== null && holds(membership.role, permission);
}

/** All engagements, newest first, and the one being worked on. */
export function useEngagements() {
  const may = useMay('engagements.read');
  const { engagementId } = usePlace();
  const query = useOperation('engagements.list', { sort: '-createdAt', limit: 100 }, { enabled: may });
  const all: Engagement[] = query.data?.items ?? [];
  const current = all.find((engagement) => engagement.id === engagementId) ?? all[0] ?? null;
  return { all, current, query, may };
}
