import type { HandlersOf } from '../platform/handler.ts';

/** Files on their way belong to their sender alone; the bytes themselves come in before a handler is called. */
export const uploadHandlers: HandlersOf<'uploads'> = {
  'uploads.begin': (context, input) => context.uploads.begin(context.tx, context, { ...input, id: context.newId() }),

  'uploads.append': (context, input) => context.uploads.show(context.tx, context, input.id),

  'uploads.show': (context, input) => context.uploads.show(context.tx, context, input.id),

  'uploads.list': async (context) => ({ items: await context.uploads.list(context.tx, context) }),

  'uploads.discard': async (context, { id }) => {
    await context.uploads.discard(context.tx, context, id);
    return { id };
  },
};
