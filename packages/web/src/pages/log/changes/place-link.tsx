import type { ChangePlace } from '@tickmark/core';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';

/** A link to where what changed is shown. */
export function PlaceLink({ place: { kind, key }, children }: { place: ChangePlace; children: ReactNode }) {
  const look = { className: 'tm-link' };
  switch (kind) {
    case 'engagement':
      return (
        <Link to="/engagement" {...look}>
          {children}
        </Link>
      );
    case 'scope':
      return (
        <Link to="/scope" search={{ open: key ?? undefined }} {...look}>
          {children}
        </Link>
      );
    case 'control':
      return (
        <Link to="/controls" search={{ open: key ?? undefined }} {...look}>
          {children}
        </Link>
      );
    case 'coverage':
      return (
        <Link to="/coverage" search={{ open: key ?? undefined }} {...look}>
          {children}
        </Link>
      );
    case 'risk':
      return (
        <Link to="/controls" search={{ tab: 'risks', open: key ?? undefined }} {...look}>
          {children}
        </Link>
      );
    case 'population':
      return key === null ? (
        <Link to="/populations" {...look}>
          {children}
        </Link>
      ) : (
        <Link to="/populations/$id" params={{ id: key }} {...look}>
          {children}
        </Link>
      );
    case 'evidence':
      return (
        <Link to="/evidence" search={{ open: key ?? undefined, show: 'all' }} {...look}>
          {children}
        </Link>
      );
    case 'readiness':
      return (
        <Link to="/readiness" search={{ question: key ?? undefined }} {...look}>
          {children}
        </Link>
      );
    case 'readiness-report':
      return (
        <Link to="/readiness/reports/$id" params={{ id: key ?? '' }} {...look}>
          {children}
        </Link>
      );
    case 'plan':
    case 'plan-item':
      return (
        <Link to="/plan" search={{ open: key ?? undefined }} {...look}>
          {children}
        </Link>
      );
    case 'policy':
      return (
        <Link to="/policies/$id" params={{ id: key ?? '' }} {...look}>
          {children}
        </Link>
      );
    case 'policies':
      return (
        <Link to="/policies" {...look}>
          {children}
        </Link>
      );
    case 'policy-campaigns':
      return (
        <Link to="/policies/acceptance" {...look}>
          {children}
        </Link>
      );
    case 'policy-values':
      return (
        <Link to="/policies/values" {...look}>
          {children}
        </Link>
      );
    case 'description':
      return (
        <Link to="/description" search={{ tab: 'versions' }} {...look}>
          {children}
        </Link>
      );
    case 'procedure':
      return (
        <Link to="/procedures/$id" params={{ id: key ?? '' }} {...look}>
          {children}
        </Link>
      );
    case 'procedure-run':
      return (
        <Link to="/procedures/runs/$id" params={{ id: key ?? '' }} {...look}>
          {children}
        </Link>
      );
    case 'request':
    case 'requests':
      return (
        <Link to="/requests" search={{ open: key ?? undefined }} {...look}>
          {children}
        </Link>
      );
    case 'capture-links':
      return (
        <Link to="/evidence/links" search={{ open: key ?? undefined }} {...look}>
          {children}
        </Link>
      );
    case 'test':
      return (
        <Link to="/tests/history" search={{ code: key ?? undefined }} {...look}>
          {children}
        </Link>
      );
    case 'result':
      return (
        <Link to="/results/$id" params={{ id: key ?? '' }} {...look}>
          {children}
        </Link>
      );
    case 'sample':
      return key === null ? (
        <Link to="/samples" {...look}>
          {children}
        </Link>
      ) : (
        <Link to="/samples/$id" params={{ id: key }} {...look}>
          {children}
        </Link>
      );
    case 'dry-run':
      return (
        <Link to="/dry-run" search={{ run: key ?? undefined }} {...look}>
          {children}
        </Link>
      );
    case 'report':
      return (
        <Link to="/report" {...look}>
          {children}
        </Link>
      );
    case 'members':
      return (
        <Link to="/members" {...look}>
          {children}
        </Link>
      );
    case 'holidays':
      return (
        <Link to="/organization" {...look}>
          {children}
        </Link>
      );
    case 'witnesses':
      return (
        <Link to="/log/witnesses" {...look}>
          {children}
        </Link>
      );
    case 'timestamps':
      return (
        <Link to="/log/timestamps" {...look}>
          {children}
        </Link>
      );
    case 'log':
      return (
        <Link to="/log" {...look}>
          {children}
        </Link>
      );
    case 'jobs':
      return (
        <Link to="/jobs" search={{ open: key ?? undefined }} {...look}>
          {children}
        </Link>
      );
  }
}
