import { gitChunks, type Repository } from './command.ts';
import { lines } from './fields.ts';
import { parseIdentity, type Identity } from './trailers.ts';

export type Mailmap = (identity: Identity) => Identity;

/** The setting that makes git read `.mailmap` as the branch has it, not as the working tree does. */
export function mailmapSetting(head: string): string {
  return `mailmap.blob=${head}:.mailmap`;
}

/**
 * Maps the people named in trailers as git maps authors, so that one person under two addresses is
 * not taken for two. Addresses come out in lower case.
 */
export async function mailmapOf(
  repository: Repository,
  head: string,
  identities: Iterable<Identity>,
): Promise<Mailmap> {
  const contacts = new Set<string>();
  for (const identity of identities) if (identity.email !== null) contacts.add(contactOf(identity));
  const mapped = new Map<string, Identity>();
  if (contacts.size > 0) {
    const asked = [...contacts];
    const input = (function* () {
      for (const contact of asked) yield `${contact}\n`;
    })();
    let place = 0;
    const chunks = gitChunks(repository, ['check-mailmap', '--stdin'], { input, config: [mailmapSetting(head)] });
    for await (const line of lines(chunks)) {
      const identity = parseIdentity(Buffer.from(line, 'latin1').toString('utf8'));
      mapped.set(asked[place] ?? '', identity);
      place += 1;
    }
  }
  return (identity) => {
    const found = identity.email === null ? identity : (mapped.get(contactOf(identity)) ?? identity);
    return { name: found.name || identity.name, email: found.email?.toLowerCase() ?? null };
  };
}

function contactOf(identity: Identity): string {
  return `${identity.name.replaceAll(/[<>\0\n]/g, '')} <${identity.email}>`.trim();
}
