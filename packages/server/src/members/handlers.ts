import { TickmarkError } from '@tickmark/core';
import { enterScope } from '../platform/auth/index.ts';
import type { HandlersOf } from '../platform/handler.ts';
import { checkPassword, createUser, signIn } from '../sessions/index.ts';
import { insertInvitation, organizationOfInvitation, useInvitation } from './invitations.ts';
import { memberOf } from './member-of.ts';
import { changeRole, insertMember, isMemberEmail, listMembers, lockOwners } from './store.ts';

export const memberHandlers: HandlersOf<'members'> = {
  'members.list': (context, input) => listMembers(context.tx, context.organizationId, input),

  'members.invite': async (context, { email, role }) => {
    const { tx, organizationId, now } = context;
    if (await isMemberEmail(tx, organizationId, email)) throw memberAlready('email');
    const id = context.newId();
    const invitation = { organizationId, id, email, role, invitedBy: context.userId, createdAt: now };
    const { secret, expiresAt } = await insertInvitation(tx, invitation);
    await context.record({ invitationId: id, role });
    return { invitation: secret, expiresAt: expiresAt.toISOString() };
  },

  'members.accept': async (context, { invitation: secret, name, password }) => {
    const { tx, now } = context;
    const organizationId = organizationOfInvitation(secret);
    if (organizationId === null) throw notAnInvitation();
    await enterScope(tx, { role: 'identity', userId: null, organizationId });
    const invitation = await useInvitation(tx, organizationId, secret, now);
    if (invitation === undefined) throw notAnInvitation();
    const known = await checkPassword(tx, invitation.email, password);
    if (known.userId !== null && !known.matches) {
      throw new TickmarkError('wrong_credentials', 'This e-mail address has an account with another password.', {
        field: 'password',
        action: 'Give the password of that account.',
      });
    }
    const userId = known.userId ?? context.newId();
    if (known.userId === null) {
      await createUser(tx, { id: userId, accountId: context.newId(), name, email: invitation.email, password, now });
    }
    await context.enterOrganization(organizationId, userId);
    if (!(await insertMember(tx, organizationId, { userId, role: invitation.role, joinedAt: now }))) {
      throw memberAlready('invitation');
    }
    await context.record({ invitationId: invitation.id, userId, role: invitation.role });
    return signIn(context, userId);
  },

  'members.change-role': async (context, { userId, role }) => {
    const { tx, organizationId } = context;
    const owners = await lockOwners(tx, organizationId);
    const member = await memberOf(tx, organizationId, userId, 'userId');
    if (role !== 'owner' && owners.length === 1 && owners[0] === userId) {
      throw new TickmarkError('conflict', 'This is the last owner.', {
        field: 'role',
        action: 'Make someone else an owner first.',
      });
    }
    await changeRole(tx, organizationId, userId, role);
    await context.record({ userId, from: member.role, to: role });
    return { ...member, role };
  },
};

function memberAlready(field: string): TickmarkError {
  return new TickmarkError('conflict', 'This person is a member already.', {
    field,
    action: 'Change their role in the list of members instead.',
  });
}

function notAnInvitation(): TickmarkError {
  return new TickmarkError('wrong_credentials', 'This invitation is unknown, was used, or has ended.', {
    field: 'invitation',
    action: 'Ask whoever invited you for a new one.',
  });
}
