import type { Random } from '../random.ts';
import {
  checkpointPath,
  exchanged,
  isEntries,
  isTile,
  itemsOf,
  listed,
  logged,
  manifestPath,
  noteOf,
  sealedAnew,
  someOf,
  statementsOf,
  vkeyPath,
  withLogOf,
  withNote,
} from './edits.ts';
import { breaks, forgeriesOf } from './forgery.ts';
import type { Files, World } from './histories.ts';

const holds = /^holds$/;
/** Files that belong to one organization; definitions of tests are the same in both. */
const contents = ['populations/', 'results/', 'samples/', 'evidence/', 'dry-run.json', 'report/'];
const notOurs = breaks('EL2', vkeyPath, /key that you|not signed with the key/);

/** Operations whose entries name the engagement, or what belongs to it. */
const boundOperations = ['populations.freeze', 'tests.publish', 'tests.result', 'samples.draw', 'dry-runs.run'];

/** What is another organization's, put into the bundle of this one. */
export const swappedTenants = forgeriesOf('swapped tenant', [
  {
    name: 'their checkpoint',
    make: ({ ours, theirs }) => exchanged(ours.newer, theirs.newer, (path) => path === checkpointPath),
    unnamed: breaks('EL3', checkpointPath),
    without: { checks: ['key of the bundle', 'root hash', 'lines by nobody at hand'], answer: holds },
  },
  {
    name: 'their key',
    make: ({ ours, theirs }) => exchanged(ours.newer, theirs.newer, (path) => path === vkeyPath),
    unnamed: breaks('EL3', checkpointPath),
    without: { checks: ['key of the bundle', 'lines by nobody at hand'], answer: holds },
  },
  {
    name: 'their checkpoint and key',
    make: ({ ours, theirs }) =>
      exchanged(ours.newer, theirs.newer, (path) => path === checkpointPath || path === vkeyPath),
    unnamed: breaks('EL5', checkpointPath, /root hash/),
    without: { checks: ['root hash'], answer: holds },
  },
  {
    name: 'their entries',
    make: ({ ours, theirs }) => exchanged(ours.newer, theirs.newer, isEntries),
    unnamed: breaks('EL5'),
    without: { checks: ['hashes of entries', 'root hash', 'seal'], answer: /^EL9$/ },
  },
  {
    name: 'their tiles',
    make: ({ ours, theirs }) => exchanged(ours.newer, theirs.newer, isTile),
    unnamed: breaks('EL5', checkpointPath, /root hash/),
    without: { checks: ['root hash', 'seal'], answer: /^EL9$/ },
  },
  {
    name: 'some of their entries, the tiles made anew',
    make: async ({ ours, theirs }, random) => {
      const [own, other] = [statementsOf(ours.newer), statementsOf(theirs.newer)];
      const differing = [...own.keys()].filter((i) => !Buffer.from(own[i] ?? '').equals(other[i] ?? new Uint8Array()));
      const taken = new Set(someOf(differing, random));
      const mixed = own.map((statement, i) => (taken.has(i) ? (other[i] ?? statement) : statement));
      const tiles = await logged(ours.newer, ours, mixed, ours);
      return exchanged(ours.newer, tiles, isTile);
    },
    unnamed: breaks('EL5', checkpointPath, /root hash/),
    without: { checks: ['root hash'], answer: /^EL(7|9|12|14)$/ },
  },
  {
    name: 'their whole log',
    make: ({ ours, theirs }) => withLogOf(ours.newer, theirs.newer),
    unnamed: breaks('EL7', manifestPath),
    named: notOurs,
    without: { checks: ['seal', 'organization', 'engagement'], answer: /^EL12$/ },
  },
  {
    name: 'some of their files',
    make: (world, random) => withTheirFiles(world, random),
    unnamed: breaks('EL11'),
    without: { checks: ['list of files'], answer: /^EL1[24]$/ },
  },
  {
    name: 'some of their files, listed',
    make: (world, random) => listed(withTheirFiles(world, random)),
    unnamed: breaks('EL7', manifestPath),
    without: { checks: ['seal'], answer: /^EL1[24]$/ },
  },
  {
    name: 'their evidence, listed and sealed by us',
    make: async ({ ours, theirs }) => {
      const files = exchanged(ours.newer, theirs.newer, (path) => path.startsWith('evidence/'));
      return sealedAnew(listed(files), ours, ours);
    },
    unnamed: breaks('EL14'),
    without: { checks: ['commitment'], answer: holds },
  },
  {
    name: 'their report, listed and sealed by us',
    make: async ({ ours, theirs }) => {
      const files = exchanged(ours.newer, theirs.newer, (path) => path.startsWith('report/'));
      return sealedAnew(listed(files), ours, ours);
    },
    unnamed: breaks('EL12', 'report/report.pdf'),
    without: { checks: ['facts of entries'], answer: holds },
  },
  {
    name: 'their results or samples, listed and sealed by us',
    make: async ({ ours, theirs }, random) => {
      const folder = random.pick(['results/', 'samples/', 'dry-run.json']);
      const files = exchanged(ours.newer, theirs.newer, (path) => path.startsWith(folder));
      return sealedAnew(listed(files), ours, ours);
    },
    unnamed: breaks('EL12'),
    without: { checks: ['facts of entries'], answer: /^(EL1[38]|holds)$/ },
  },
  ...boundOperations.map((operation) => ({
    name: `an item of theirs with its entry of ${operation}, in our log and sealed by us`,
    make: (world: World) => withTheirItem(world, operation),
    unnamed: breaks('EL12'),
    without: { checks: ['facts of entries' as const], answer: /^(EL1[38]|holds)$/ },
  })),
  {
    name: 'evidence or a report of theirs with its entry, in our log and sealed by us',
    make: (world, random) => withTheirItem(world, random.pick(['evidence.upload', 'reports.render'])),
    // Nothing in these entries binds them to one organization: what it logs as its own is its word.
    unnamed: 'holds',
  },
  {
    name: 'their name over our content, sealed by us',
    make: async ({ ours, theirs }, random) => {
      const files = listed(ours.newer, ({ organization, engagement }) => {
        if (random.below(2) === 0) organization.id = theirs.owner.organizationId;
        else engagement.id = theirs.owner.engagementId;
      });
      return sealedAnew(files, ours, ours);
    },
    unnamed: breaks('EL9'),
    without: { checks: ['organization', 'engagement'], answer: /^(EL12|holds)$/ },
  },
  {
    name: 'all their content over our log',
    make: ({ ours, theirs }) => withLogOf(theirs.newer, ours.newer),
    unnamed: breaks('EL7', manifestPath),
    without: { checks: ['seal', 'organization', 'engagement'], answer: /^EL12$/ },
  },
  {
    name: 'our id and name in their bundle',
    make: ({ ours, theirs }) =>
      listed(theirs.newer, ({ organization }) => {
        organization.id = ours.owner.organizationId;
        organization.name = ours.owner.name;
      }),
    unnamed: breaks('EL7', manifestPath),
    named: notOurs,
    without: { checks: ['seal', 'organization'], answer: holds },
  },
  {
    name: 'our id and name in their bundle, sealed by them',
    make: ({ ours, theirs }) =>
      sealedAnew(
        listed(theirs.newer, ({ organization }) => {
          organization.id = ours.owner.organizationId;
          organization.name = ours.owner.name;
        }),
        theirs,
        theirs,
      ),
    unnamed: breaks('EL9', undefined, /begin/),
    named: notOurs,
    without: { checks: ['organization'], answer: holds },
  },
  {
    name: 'our name alone in their bundle, sealed by them',
    make: ({ ours, theirs }) =>
      sealedAnew(
        listed(theirs.newer, ({ organization }) => void (organization.name = ours.owner.name)),
        theirs,
        theirs,
      ),
    // Anybody can bear any name: only the key tells two of one name apart.
    unnamed: 'holds',
    named: notOurs,
  },
  {
    name: 'a bundle that is wholly theirs',
    make: ({ theirs }, random) => (random.below(2) === 0 ? theirs.newer : theirs.older),
    unnamed: 'holds',
    named: notOurs,
  },
  {
    name: 'the cosignature of their checkpoint below ours',
    make: ({ ours, theirs }) => {
      const { text, lines } = noteOf(ours.newer);
      return withNote(ours.newer, { text, lines: [...lines.slice(0, 1), ...noteOf(theirs.newer).lines.slice(1)] });
    },
    unnamed: breaks('EL3', checkpointPath, /auditor\.example/),
    without: { checks: ['signatures'], answer: holds },
  },
  {
    name: 'the signature of their log below ours',
    make: ({ ours, theirs }) => {
      const { text, lines } = noteOf(ours.newer);
      return withNote(ours.newer, { text, lines: [...lines, ...noteOf(theirs.newer).lines.slice(0, 1)] });
    },
    unnamed: breaks('EL3', checkpointPath),
    without: { checks: ['lines by nobody at hand'], answer: holds },
  },
]);

/**
 * Our bundle, in which the first item of this operation is theirs: its entry in the log, its place in the manifest
 * and its files.
 */
async function withTheirItem({ ours, theirs }: World, operation: string): Promise<Files> {
  const statements = statementsOf(ours.newer);
  const at = statements.findIndex((each) => Buffer.from(each).includes(`"op":"${operation}"`));
  statements[at] = statementsOf(theirs.newer)[at] ?? new Uint8Array();
  const item = itemsOf(theirs.newer).find(({ entry }) => entry === at);
  if (item === undefined) throw new RangeError(`There is no item of ${operation}.`);
  const [start = ''] = item.path.split('.');
  const files = listed(
    exchanged(ours.newer, theirs.newer, (path) => path.startsWith(start)),
    (manifest) => {
      for (const each of itemsOf(manifest)) if (each.entry === at) Object.assign(each, item);
    },
  );
  return sealedAnew(await logged(files, ours, statements, ours), ours, ours);
}

function withTheirFiles({ ours, theirs }: World, random: Random): Files {
  const taken = someOf(contents, random);
  return exchanged(ours.newer, theirs.newer, (path) => taken.some((start) => path.startsWith(start)));
}
