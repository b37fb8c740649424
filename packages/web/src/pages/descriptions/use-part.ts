import type { Description, DescriptionBody, DescriptionPart } from '@tickmark/core';
import { useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { call } from '../../api.ts';
import { operationQuery, sessionQuery } from '../../queries.ts';
import { useAutosave, type Autosaving } from '../policies/editor/use-autosave.ts';

/** Changes what is written of a part; given what it was, so that two changes at once both stay. */
export type Put<Body> = (next: (before: Body) => Body) => void;

interface Writing {
  body: DescriptionBody;
  put: Put<DescriptionBody>;
  /** Puts another text in its place that is saved elsewhere, or is about to be. */
  begin: (body: DescriptionBody) => void;
  /** How often another text was put in its place: fields that hold their own text begin anew with it. */
  begun: number;
  saving: Autosaving<DescriptionBody>;
  /** Revision that what stands here is based on. */
  based: number;
}

/** What is written of a part: held here, and saved by itself. It is of one part; another one needs a `key` of its own. */
export function useWriting(engagementId: string, part: DescriptionPart): Writing {
  const client = useQueryClient();
  const { data: session } = useQuery(sessionQuery);
  const [{ body, begun }, setHeld] = useState({ body: part.own, begun: 0 });
  const [based, setBased] = useState(part.revision);
  const latest = useRef(part.own);
  const saving = useAutosave<DescriptionBody>({
    key: `tickmark.draft ${session?.user.id ?? ''} description ${engagementId} ${part.id}`,
    revision: part.revision,
    save: async (changed, revision) => {
      const saved = await call('descriptions.save', { engagementId, revision, body: changed });
      setBased(saved.revision);
      await take(client, engagementId, saved);
      return saved;
    },
  });
  const hold = (next: DescriptionBody, anew: boolean): void => {
    latest.current = next;
    setHeld((held) => ({ body: next, begun: held.begun + (anew ? 1 : 0) }));
  };
  return {
    body,
    begun,
    based,
    saving,
    begin: (next) => hold(next, true),
    put: (next) => {
      hold(next(latest.current), false);
      saving.change(latest.current);
    },
  };
}

/** Shows a part as it was saved, and asks again for what follows from it. */
async function take(client: QueryClient, engagementId: string, saved: DescriptionPart): Promise<void> {
  const { queryKey } = operationQuery('descriptions.get', { engagementId });
  // An answer that is on its way may be of before.
  await client.cancelQueries({ queryKey });
  client.setQueryData(queryKey, (before: Description | undefined) =>
    before === undefined
      ? undefined
      : { ...before, parts: before.parts.map((each) => (each.id === saved.id ? saved : each)) },
  );
  void client.invalidateQueries({ predicate: ({ queryKey: [, name] }) => String(name).startsWith('descriptions.') });
}
