import type { Permission } from '@tickmark/core';
import {
  IconBook2,
  IconBuilding,
  IconCalendarTime,
  IconClipboardCheck,
  IconChecklist,
  IconCircleDashed,
  IconClipboardList,
  IconDatabase,
  IconDice,
  IconFileDescription,
  IconFileText,
  IconFiles,
  IconFlask,
  IconHistory,
  IconHome,
  IconLayoutGrid,
  IconLink,
  IconListCheck,
  IconListDetails,
  IconPaperclip,
  IconProgress,
  IconReportAnalytics,
  IconShieldCheck,
  IconSignature,
  IconUsers,
  IconUsersGroup,
  type Icon,
} from '@tabler/icons-react';

export type PlacePath =
  | '/'
  | '/understand'
  | '/engagement'
  | '/coverage'
  | '/scope'
  | '/controls'
  | '/populations'
  | '/evidence'
  | '/readiness'
  | '/plan'
  | '/policies'
  | '/policies/acceptance'
  | '/accept'
  | '/procedures'
  | '/description'
  | '/requests'
  | '/tests'
  | '/results'
  | '/samples'
  | '/dry-run'
  | '/report'
  | '/log'
  | '/log/changes'
  | '/jobs'
  | '/organization'
  | '/members';

export interface PlaceEntry {
  path: PlacePath;
  label: string;
  icon: Icon;
  permission: Permission;
  /** Second key after `g`; a place without one is reached by the palette. */
  key?: string;
}

/** The navigation: pages under the steps they belong to. Steps without a page are on the home page. */
export const places: readonly { heading: string | null; entries: readonly PlaceEntry[] }[] = [
  {
    heading: null,
    entries: [{ path: '/', label: 'Eight steps', icon: IconHome, permission: 'organization.read', key: 'h' }],
  },
  {
    heading: 'Understand, scope',
    entries: [
      { path: '/understand', label: 'Guide', icon: IconBook2, permission: 'organization.read', key: 'u' },
      { path: '/engagement', label: 'Engagement', icon: IconListDetails, permission: 'engagements.read', key: 'e' },
      { path: '/scope', label: 'Scope', icon: IconCircleDashed, permission: 'scope.read', key: 'x' },
      { path: '/controls', label: 'Controls', icon: IconShieldCheck, permission: 'controls.read', key: 'c' },
      { path: '/coverage', label: 'Coverage', icon: IconLayoutGrid, permission: 'controls.read', key: 'i' },
      { path: '/readiness', label: 'Readiness', icon: IconClipboardList, permission: 'readiness.read', key: 'a' },
      { path: '/plan', label: 'Plan of action', icon: IconCalendarTime, permission: 'plan.read', key: 'k' },
    ],
  },
  {
    heading: 'Documents',
    entries: [
      { path: '/policies', label: 'Policies', icon: IconFiles, permission: 'policies.read', key: 'y' },
      {
        path: '/policies/acceptance',
        label: 'Acceptance',
        icon: IconUsersGroup,
        permission: 'policies.read',
        key: 'f',
      },
      { path: '/accept', label: 'Accept documents', icon: IconSignature, permission: 'policies.accept', key: 'j' },
      { path: '/procedures', label: 'Procedures', icon: IconChecklist, permission: 'procedures.read', key: 'z' },
      { path: '/description', label: 'System description', icon: IconFileDescription, permission: 'descriptions.read' },
    ],
  },
  {
    heading: 'Operations',
    entries: [
      { path: '/populations', label: 'Populations', icon: IconDatabase, permission: 'populations.read', key: 'p' },
      { path: '/evidence', label: 'Evidence', icon: IconPaperclip, permission: 'evidence.read', key: 'v' },
      { path: '/tests', label: 'Tests', icon: IconFlask, permission: 'tests.read', key: 't' },
      { path: '/results', label: 'Results', icon: IconReportAnalytics, permission: 'tests.read', key: 'r' },
      { path: '/samples', label: 'Samples', icon: IconDice, permission: 'samples.read', key: 's' },
    ],
  },
  {
    heading: 'Examination',
    entries: [
      { path: '/requests', label: 'Requests', icon: IconListCheck, permission: 'requests.read', key: 'q' },
      { path: '/dry-run', label: 'Dry run', icon: IconClipboardCheck, permission: 'dry-runs.read', key: 'd' },
      { path: '/report', label: 'Report and bundle', icon: IconFileText, permission: 'reports.read', key: 'b' },
      { path: '/log/changes', label: 'What changed', icon: IconHistory, permission: 'log.read', key: 'n' },
    ],
  },
  {
    heading: 'Record',
    entries: [
      { path: '/log', label: 'Evidence log', icon: IconLink, permission: 'log.read', key: 'l' },
      { path: '/jobs', label: 'Long work', icon: IconProgress, permission: 'jobs.read', key: 'w' },
      {
        path: '/organization',
        label: 'Organization',
        icon: IconBuilding,
        permission: 'organization.read',
        key: 'o',
      },
      { path: '/members', label: 'Members', icon: IconUsers, permission: 'members.read', key: 'm' },
    ],
  },
];

export const everyPlace: readonly PlaceEntry[] = places.flatMap(({ entries }) => entries);

/** The place that a path belongs to: the one with most of it, for a page may lie below another. */
export function placeOf(pathname: string): PlaceEntry | undefined {
  const above = everyPlace.filter(({ path }) => pathname === path || (path !== '/' && pathname.startsWith(`${path}/`)));
  return above.toSorted((a, b) => b.path.length - a.path.length)[0];
}
