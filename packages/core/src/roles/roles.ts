/** Roles inside one organization. Roles of an audit firm come with the examination. */
export const roles = ['owner', 'compliance-manager', 'control-owner', 'employee', 'reader'] as const;
export type Role = (typeof roles)[number];

export const roleTitles: Record<Role, string> = {
  owner: 'Owner',
  'compliance-manager': 'Compliance manager',
  'control-owner': 'Control owner',
  employee: 'Employee',
  reader: 'Reader',
};

/** What an operation asks of its caller. The table below is the only place that grants them. */
export const permissions = [
  'organization.read',
  'holidays.read',
  'holidays.manage',
  'members.read',
  'members.manage',
  'catalogue.read',
  'engagements.read',
  'engagements.manage',
  'controls.read',
  'controls.manage',
  'evidence.read',
  'evidence.add',
  'evidence.organize',
  'requests.read',
  'requests.manage',
  'requests.answer',
  'retention.read',
  'retention.manage',
  'evidence.accept',
  'capture-links.make',
  'capture-links.oversee',
  'populations.read',
  'populations.freeze',
  'tests.read',
  'tests.publish',
  'tests.run',
  'samples.read',
  'samples.draw',
  'samples.record',
  'dry-runs.read',
  'dry-runs.run',
  'deviations.explain',
  'conclusions.decide',
  'reports.read',
  'reports.render',
  'bundles.read',
  'bundles.create',
  'log.read',
  'log.check',
  'log.rotate',
  'witnesses.read',
  'witnesses.manage',
  'timestamps.read',
  'timestamps.manage',
  'jobs.read',
  'uploads.send',
] as const;
export type Permission = (typeof permissions)[number];

const everyone: readonly Role[] = roles;
const staff: readonly Role[] = ['owner', 'compliance-manager', 'control-owner', 'reader'];
const managers: readonly Role[] = ['owner', 'compliance-manager'];
const contributors: readonly Role[] = ['owner', 'compliance-manager', 'control-owner'];

/** The permission table: which roles hold which permission. Tested cell by cell. */
export const permissionTable: Record<Permission, readonly Role[]> = {
  'organization.read': everyone,
  'holidays.read': staff,
  'holidays.manage': managers,
  'members.read': staff,
  'members.manage': ['owner'],
  'catalogue.read': everyone,
  'engagements.read': staff,
  'engagements.manage': managers,
  'controls.read': staff,
  'controls.manage': managers,
  'evidence.read': staff,
  'evidence.add': contributors,
  'evidence.organize': contributors,
  'requests.read': staff,
  'requests.manage': managers,
  'requests.answer': contributors,
  'retention.read': staff,
  'retention.manage': ['owner'],
  'evidence.accept': contributors,
  'capture-links.make': contributors,
  'capture-links.oversee': managers,
  'populations.read': staff,
  'populations.freeze': contributors,
  'tests.read': staff,
  'tests.publish': managers,
  'tests.run': contributors,
  'samples.read': staff,
  'samples.draw': managers,
  'samples.record': managers,
  'dry-runs.read': staff,
  'dry-runs.run': managers,
  'deviations.explain': contributors,
  'conclusions.decide': managers,
  'reports.read': staff,
  'reports.render': managers,
  'bundles.read': staff,
  'bundles.create': managers,
  'log.read': staff,
  'log.check': managers,
  'log.rotate': ['owner'],
  'witnesses.read': staff,
  'witnesses.manage': ['owner'],
  'timestamps.read': staff,
  'timestamps.manage': ['owner'],
  'jobs.read': staff,
  'uploads.send': contributors,
};

export function holds(role: Role, permission: Permission): boolean {
  return permissionTable[permission].includes(role);
}
