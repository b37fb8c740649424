import { TickmarkError } from '@tickmark/core';
import type { HandlersOf } from '../../platform/handler.ts';
import { asTheyStand, operatorEntries, operatorLog } from './noted.ts';
import { commitmentTo } from './commitment.ts';
import { countNoted, findNoted, listNoted } from './store.ts';

type OperatorHandlers = Pick<HandlersOf<'log'>, 'log.operator' | 'log.operator-proof'>;

export const operatorHandlers: OperatorHandlers = {
  'log.operator': async (context, input) => {
    const { tx, organizationId } = context;
    const { items: rows, ...page } = await listNoted(tx, organizationId, input);
    const { origin: name, verifierKey } = await operatorLog(context);
    const missing = Math.max(0, (await countNoted(tx, organizationId)) - page.total);
    return { ...page, items: await asTheyStand(context, rows), operator: { name, verifierKey }, missing };
  },

  'log.operator-proof': async (context, { number }) => {
    const row = await findNoted(context.tx, context.organizationId, number);
    if (row === undefined) {
      throw new TickmarkError('not_found', `No checkpoint has the number ${number}.`, {
        field: 'number',
        action: 'Take a number from the list of noted checkpoints (log.operator); the first is 1.',
      });
    }
    const found = (await operatorEntries(context, [row])).get(number);
    const { operatorIndex, checkpoint } = row;
    if (found?.committed === 'not-signed-yet') {
      throw new TickmarkError('not_yet_possible', 'The entry of the operator’s log is not signed yet.', {
        field: 'number',
        action: 'Ask again in a second.',
      });
    }
    if (found === undefined || found.statement === null || found.proof === null) {
      throw new TickmarkError(
        'does_not_hold',
        `Entry ${operatorIndex} of the operator’s log does not commit to what is kept of this checkpoint: one of the two was changed.`,
        { field: 'number', action: 'Ask whoever runs this instance what happened to its database.' },
      );
    }
    const { verifierKey } = await operatorLog(context);
    return {
      number,
      operatorEntry: operatorIndex,
      verifierKey,
      entry: found.statement,
      proof: found.proof,
      checkpoint,
      salt: Buffer.from(row.salt).toString('hex'),
      commitment: commitmentTo(checkpoint, row.salt),
    };
  },
};
