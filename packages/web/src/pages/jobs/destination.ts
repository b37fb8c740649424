import type { Job } from '@tickmark/core';

/** Where to see what a finished job made. */
export function jobDestination({
  kind,
  state,
}: Job): { to: '/populations' | '/tests' | '/results' | '/report' | '/log' | '/evidence'; label: string } | null {
  if (state !== 'done') return null;
  switch (kind) {
    case 'import-population':
    case 'collect-git':
    case 'reconcile-populations':
      return { to: '/populations', label: 'See the populations' };
    case 'add-increment':
      return { to: '/tests', label: 'See the tests' };
    case 'run-tests':
    case 'compare-increments':
      return { to: '/results', label: 'See the results' };
    case 'render-report':
    case 'create-bundle':
      return { to: '/report', label: 'See report and bundle' };
    case 'check-records':
      return { to: '/log', label: 'See what was found' };
    case 'read-evidence':
    case 'remove-files':
    case 'delete-due':
      return { to: '/evidence', label: 'See the evidence' };
  }
}
