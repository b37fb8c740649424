import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, beforeEach, test } from 'node:test';
import type { TextBlock } from '@tickmark/core';
import { mapLines, parseTemplate, readBlocks, textOf } from '@tickmark/policies';
import canonicalize from 'canonicalize';
import { onPostgres } from '../../../testkit/src/databases/index.ts';
import { squeezed, textOf as textOfPdf } from '../documents/pdf-text.ts';
import { startHouse, type House, type Person } from '../engagements/house.ts';
import { sequence } from '../../src/log/index.ts';

const paragraph = (text: string): TextBlock => ({ kind: 'paragraph', line: [{ text }] });

onPostgres('the life of a document', (subject) => {
  let house: House;
  let owner: Person;
  let manager: Person;
  let second: Person;
  let engagementId: string;
  const ids = new Map<Person, string>();
  const idOf = (person: Person): string => ids.get(person) ?? '';
  const known = async (person: Person): Promise<Person> => {
    ids.set(person, (await house.ok('sessions.current', {}, { as: person })).user.id);
    return person;
  };
  const get = (id: string) => house.ok('policies.get', { id }, { as: owner });
  const fails = async (name: Parameters<House['call']>[0], input: Record<string, unknown>, as: Person) => {
    const { error } = await house.call(name, input, { as });
    return [error?.code, error?.field] as const;
  };
  /** A document of one's own with its details, ready to be handed in. */
  const begun = async (text = 'Badges are worn.', details: object = {}): Promise<string> => {
    const input = { engagementId, title: 'Badges', blocks: readBlocks(text) };
    const { id } = await house.ok('policies.write', input, { as: owner });
    const told = { owner: idOf(owner), approvers: [idOf(manager), idOf(second)], ...details };
    await house.ok('policies.describe', { id, revision: 1, ...told }, { as: owner });
    return id;
  };
  const submitted = async (id: string, as = owner) => {
    const { draft } = await get(id);
    const { versions } = await house.ok('policies.submit', { id, revision: draft.revision }, { as });
    const [version] = versions;
    assert.ok(version);
    return { id, number: version.number, sha256: version.sha256 };
  };
  const published = async (id: string, effectiveFrom?: string) => {
    const version = await submitted(id);
    await house.ok('policies.approve', version, { as: manager });
    await house.ok('policies.publish', { id, number: version.number, effectiveFrom }, { as: owner });
    return version;
  };

  /** Some days later; whoever is signed in looks in now and then, for a session that nobody uses ends. */
  const pass = async (days: number): Promise<void> => {
    for (let left = days; left > 0; left -= 4) {
      house.time.now = new Date(house.time.now.getTime() + Math.min(4, left) * 86_400_000);
      for (const person of ids.keys()) await house.call('sessions.current', {}, { as: person });
    }
  };

  before(async () => {
    house = await startHouse(subject.database, subject.dataFolder);
  });
  beforeEach(async () => {
    ids.clear();
    ({ owner, engagementId } = await house.organization('North *wind*'));
    manager = await known(await house.member(owner, 'compliance-manager'));
    second = await known(await house.member(owner, 'control-owner'));
    await known(owner);
  });
  after(() => house.stop());

  test('PO50 a document begun from a template keeps its tags, is marked as template text, and is handed in only once somebody has made it their own', async () => {
    const { items } = await house.ok(
      'policies.begin',
      { engagementId, templates: ['POL-01', 'POL-09'] },
      { as: owner },
    );
    assert.deepEqual(
      items.map(({ code }) => code),
      ['POL-01', 'POL-09'],
    );
    assert.deepEqual(await fails('policies.begin', { engagementId, templates: ['POL-01'] }, owner), [
      'already_done',
      'templates',
    ]);
    const [first] = items;
    const id = first?.id ?? '';
    const draft = await house.ok('policies.draft', { id }, { as: owner });
    const pieces = draft.blocks.flatMap((block) => ('line' in block ? block.line : []));
    assert.equal(pieces.find(({ tag }) => tag === 'organization')?.text, 'North *wind*');
    const listed = await house.ok('policies.list', {}, { as: owner });
    assert.deepEqual([listed.counts.byState.template, listed.counts.total], [2, 2]);
    const approvers = [idOf(manager)];
    await house.ok('policies.describe', { id, revision: 1, owner: idOf(owner), approvers }, { as: owner });
    assert.match((await get(id)).refused?.message ?? '', /text of a template/);
    assert.deepEqual(await fails('policies.submit', { id, revision: 1 }, owner), ['not_yet_possible', 'id']);
    await house.ok('policies.save', { id, revision: 1, blocks: draft.blocks }, { as: owner });
    assert.equal((await get(id)).draft.revision, 1, 'saving what stands there already changes nothing');
    const own = await house.ok('policies.make-own', { id, revision: 1 }, { as: second });
    assert.equal(own.madeOwn?.by.id, idOf(second));
    assert.equal(own.state, 'draft');
    assert.deepEqual(await fails('policies.make-own', { id, revision: 1 }, owner), ['already_done', 'id']);
    assert.deepEqual(
      await fails('policies.submit', { id, revision: 1 }, owner),
      ['not_yet_possible', 'id'],
      'names are missing',
    );
    const whole = mapLines(draft.blocks, (line) => line.map((piece) => (piece.missing ? { text: 'Kiel' } : piece)));
    await house.ok('policies.save', { id, revision: 1, blocks: whole }, { as: owner });
    const version = await submitted(id);
    const { document } = await house.ok('policies.version', { id, number: version.number }, { as: owner });
    assert.match(document.source, /\{\{organization\}\}/);
    assert.doesNotMatch(document.text, /\{\{/);
    assert.equal(document.text.includes('North'), true);
    // Whoever made it their own stands for its text, and so does who handed it in.
    assert.deepEqual(
      (await get(id)).versions[0]?.authors.map((each) => each.id).toSorted(),
      [idOf(owner), idOf(second)].toSorted(),
    );
  });

  test('PO51 a version is approved by as many people as it takes, none of whom wrote on it, with the hash that they have read', async () => {
    const id = await begun('Badges are worn.', { quorum: 2 });
    const { draft } = await get(id);
    await house.ok(
      'policies.save',
      { id, revision: draft.revision, blocks: [paragraph('Badges are worn visibly.')] },
      { as: second },
    );
    assert.match((await get(id)).refused?.message ?? '', /did not write it, and 1 more is needed/);
    assert.deepEqual(await fails('policies.submit', { id, revision: draft.revision + 1 }, owner), [
      'not_yet_possible',
      'approvers',
    ]);
    const details = { approvers: [idOf(manager), idOf(second)], quorum: 1 };
    await house.ok('policies.describe', { id, revision: 2, ...details }, { as: owner });
    assert.deepEqual(await fails('policies.submit', { id, revision: draft.revision }, owner), ['conflict', 'revision']);
    const version = await submitted(id);
    assert.deepEqual(await fails('policies.submit', { id, revision: draft.revision + 1 }, owner), [
      'no_longer_possible',
      'id',
    ]);
    assert.deepEqual(await fails('policies.approve', { ...version, sha256: '0'.repeat(64) }, manager), [
      'conflict',
      'sha256',
    ]);
    assert.deepEqual(await fails('policies.approve', version, second), ['not_permitted', undefined]);
    assert.deepEqual(await fails('policies.approve', version, owner), ['not_permitted', undefined]);
    assert.deepEqual(await fails('policies.publish', { id, number: 1 }, owner), ['not_yet_possible', 'number']);
    assert.equal((await house.ok('policies.list', { mine: true }, { as: manager })).items[0]?.open?.waitingForMe, true);
    const approved = await house.ok('policies.approve', { ...version, note: 'As it is done.' }, { as: manager });
    assert.deepEqual([approved.state, approved.open?.approvals], ['approved', 1]);
    const [step] = approved.versions[0]?.steps ?? [];
    assert.deepEqual([step?.kind, step?.by.name, step?.note], ['approved', 'compliance-manager', 'As it is done.']);
    assert.deepEqual(await fails('policies.approve', version, manager), ['already_done', 'number']);
    const held = await house.ok('policies.publish', { id, number: 1 }, { as: owner });
    assert.deepEqual([held.state, held.inForce?.number, held.versions[0]?.state], ['published', 1, 'in-force']);
    // Nobody recomputes another hash than everybody else.
    const { document } = await house.ok('policies.version', { id, number: 1 }, { as: second });
    assert.equal(
      createHash('sha256')
        .update(String(canonicalize(document)))
        .digest('hex'),
      version.sha256,
    );
  });

  test('PO51 the database itself refuses an approval by an author, whoever asks for it', async () => {
    const id = await begun();
    await submitted(id);
    await assert.rejects(
      subject.database.owner(async ({ query, script }) => {
        await script(
          'alter table tickmark.policy_steps no force row level security; alter table tickmark.policy_versions no force row level security',
        );
        try {
          await query(
            `insert into tickmark.policy_steps (organization_id, id, policy_id, version_id, kind, sha256, authors, approvers, at, by, name, entry_index)
             select organization_id, gen_random_uuid(), policy_id, id, 'approved', sha256, authors, approvers, now(), submitted_by, 'x', 1
             from tickmark.policy_versions where policy_id = $1`,
            [id],
          );
        } finally {
          await script(
            'alter table tickmark.policy_steps force row level security; alter table tickmark.policy_versions force row level security',
          );
        }
      }),
      /policy_steps_check/,
    );
  });

  test('PO52 what is sent back or withdrawn is handed in again as a further version, with everybody who wrote on it', async () => {
    const id = await begun();
    const first = await submitted(id);
    assert.deepEqual(await fails('policies.send-back', { ...first, note: 'Unclear' }, owner), [
      'not_permitted',
      undefined,
    ]);
    const back = await house.ok('policies.send-back', { ...first, note: 'Say where.' }, { as: second });
    assert.deepEqual(
      [back.state, back.versions[0]?.state, back.versions[0]?.steps[0]?.note],
      ['draft', 'sent-back', 'Say where.'],
    );
    assert.deepEqual(await fails('policies.approve', first, manager), ['no_longer_possible', 'number']);
    const { draft } = back;
    await house.ok(
      'policies.save',
      { id, revision: draft.revision, blocks: [paragraph('Badges are worn in the office.')] },
      { as: second },
    );
    const next = await submitted(id);
    assert.deepEqual(
      (await get(id)).versions[0]?.authors.map((each) => each.id).toSorted(),
      [idOf(owner), idOf(second)].toSorted(),
    );
    assert.equal(next.number, 2);
  });

  test('PO53 a published version holds from its day, the one before until then; reviews come due by the rhythm, and retired documents hold no more', async () => {
    const id = await begun();
    await published(id);
    const today = (await house.ok('policies.mine', {}, { as: owner })).today;
    assert.deepEqual(await fails('policies.submit', { id, revision: (await get(id)).draft.revision }, owner), [
      'already_done',
      'id',
    ]);
    const { draft } = await get(id);
    await house.ok(
      'policies.save',
      { id, revision: draft.revision, blocks: [paragraph('Badges are worn by all.')] },
      { as: owner },
    );
    assert.equal((await get(id)).unsubmitted, true);
    const version = await submitted(id);
    await house.ok('policies.approve', version, { as: manager });
    assert.deepEqual(await fails('policies.publish', { id, number: 2, effectiveFrom: '2020-01-01' }, owner), [
      'bad_input',
      'effectiveFrom',
    ]);
    const later = new Date(Date.parse(today) + 10 * 86_400_000).toISOString().slice(0, 10);
    const announced = await house.ok('policies.publish', { id, number: 2, effectiveFrom: later }, { as: owner });
    assert.deepEqual(
      announced.versions.map(({ state }) => state),
      ['published', 'in-force'],
    );
    await pass(11);
    assert.deepEqual(
      (await get(id)).versions.map(({ state }) => state),
      ['in-force', 'superseded'],
    );
    assert.equal((await get(id)).review?.state, 'not-due');
    /** What is told of its review beside the text. */
    const reviewTold = async (): Promise<string[]> => {
      const { items } = await house.ok('policies.check', { id }, { as: second });
      return items.map(({ code }) => code).filter((code) => code.startsWith('review-'));
    };
    assert.deepEqual(await reviewTold(), []);
    await pass(340);
    assert.equal((await get(id)).review?.state, 'due');
    assert.deepEqual(await reviewTold(), ['review-due']);
    await pass(40);
    assert.deepEqual(await reviewTold(), ['review-overdue']);
    assert.equal((await house.ok('policies.list', {}, { as: owner })).counts.reviewOverdue, 1);
    assert.deepEqual(await fails('policies.confirm', { ...version, number: 1, note: 'Read' }, manager), [
      'not_yet_possible',
      'number',
    ]);
    const confirmed = await house.ok('policies.confirm', { ...version, note: 'Read as a whole.' }, { as: manager });
    assert.equal(confirmed.review?.state, 'not-due');
    assert.deepEqual(await reviewTold(), []);
    const retired = await house.ok('policies.retire', { id, reason: 'No more offices.' }, { as: owner });
    assert.deepEqual(
      [retired.state, retired.inForce, retired.versions[0]?.state, retired.review],
      ['retired', null, 'retired', null],
    );
    assert.deepEqual(await fails('policies.save', { id, revision: retired.draft.revision, blocks: [] }, owner), [
      'no_longer_possible',
      'id',
    ]);
    assert.deepEqual(await fails('policies.retire', { id, reason: 'Again' }, owner), ['already_done', 'id']);
  });

  test('PO54 members who are asked accept the version that they read; proof names person, version, hash and time, and whoever joins is asked too', async () => {
    const id = await begun('Everybody wears a badge.', { acceptedBy: ['employee'] });
    const employee = await known(await house.member(owner, 'employee'));
    const input = { title: 'Year 1', policies: [id], roles: ['employee'], dueOn: '2027-12-31' };
    assert.deepEqual(await fails('policies.ask', input, owner), ['not_yet_possible', 'policies.0']);
    const version = await published(id);
    assert.deepEqual(await fails('policies.ask', { ...input, roles: ['reader'] }, owner), ['bad_input', 'roles']);
    assert.deepEqual(await fails('policies.ask', { ...input, dueOn: '2020-01-01' }, owner), ['bad_input', 'dueOn']);
    const campaign = await house.ok('policies.ask', input, { as: owner });
    assert.deepEqual(campaign.counts, { asked: 1, accepted: 0, waiting: 1, overdue: 0, never: 0 });
    const mine = await house.ok('policies.mine', {}, { as: employee });
    assert.deepEqual(
      mine.waiting.map(({ policyId, overdue, sha256 }) => [policyId, overdue, sha256]),
      [[id, false, version.sha256]],
    );
    const read = await house.ok('policies.published', { id }, { as: employee });
    assert.equal(
      read.blocks.flatMap((block) => ('line' in block ? [textOf(block.line)] : [])).join(),
      'Everybody wears a badge.',
    );
    const accept = { campaignId: campaign.id, id, sha256: read.sha256 };
    assert.deepEqual(await fails('policies.accept', { ...accept, sha256: '0'.repeat(64) }, employee), [
      'conflict',
      'sha256',
    ]);
    assert.deepEqual(await fails('policies.accept', accept, manager), ['not_found', 'id']);
    assert.deepEqual(
      (await house.ok('policies.remind', { id: campaign.id }, { as: owner })).people.map(({ left }) => left),
      [1],
    );
    assert.equal((await house.ok('policies.mine', {}, { as: employee })).waiting[0]?.reminded, true);
    const { waiting, entryIndex } = await house.ok('policies.accept', accept, { as: employee });
    assert.equal(waiting, 0);
    assert.deepEqual(await fails('policies.accept', accept, employee), ['already_done', 'id']);
    assert.deepEqual(await fails('policies.remind', { id: campaign.id }, owner), ['already_done', 'id']);
    const told = await house.ok('policies.campaign', { id: campaign.id }, { as: owner });
    const [person] = told.asked;
    assert.deepEqual(
      [
        person?.userId,
        person?.documents[0]?.state,
        person?.documents[0]?.acceptance?.sha256,
        person?.documents[0]?.acceptance?.entryIndex,
      ],
      [idOf(employee), 'accepted', version.sha256, entryIndex],
    );
    await house.member(owner, 'employee');
    assert.deepEqual((await house.ok('policies.campaign', { id: campaign.id }, { as: owner })).counts, {
      asked: 2,
      accepted: 1,
      waiting: 1,
      overdue: 0,
      never: 0,
    });
    // A new version asks nobody by itself, and the one before is asked for no more; what was accepted stays.
    const { draft } = await get(id);
    await house.ok(
      'policies.save',
      { id, revision: draft.revision, blocks: [paragraph('Everybody wears two badges.')] },
      { as: owner },
    );
    await published(id);
    const after = await house.ok('policies.campaign', { id: campaign.id }, { as: owner });
    assert.deepEqual(
      [after.documents[0]?.superseded, after.counts],
      [true, { asked: 2, accepted: 1, waiting: 0, overdue: 0, never: 1 }],
    );
    assert.deepEqual(
      (await house.ok('policies.mine', {}, { as: employee })).accepted.map(({ number }) => number),
      [1],
    );
    // An employee sees what holds, and nothing of how it came about.
    assert.deepEqual(await fails('policies.get', { id }, employee), ['not_permitted', undefined]);
    assert.deepEqual(await fails('policies.campaigns', {}, employee), ['not_permitted', undefined]);
  });

  test('PO54 who has a role that is no longer asked, or is overdue, stands apart', async () => {
    const id = await begun();
    await published(id);
    const employee = await known(await house.member(owner, 'employee'));
    const today = (await house.ok('policies.mine', {}, { as: owner })).today;
    const { id: campaignId } = await house.ok(
      'policies.ask',
      { title: 'Now', policies: [id], roles: ['employee'], people: [idOf(second)], dueOn: today },
      { as: owner },
    );
    await pass(15);
    assert.deepEqual((await house.ok('policies.campaign', { id: campaignId }, { as: owner })).counts, {
      asked: 2,
      accepted: 0,
      waiting: 0,
      overdue: 2,
      never: 0,
    });
    await house.ok('members.change-role', { userId: idOf(employee), role: 'reader' }, { as: owner });
    const { asked, counts } = await house.ok('policies.campaign', { id: campaignId }, { as: owner });
    assert.deepEqual([asked.map(({ userId }) => userId), counts.overdue], [[idOf(second)], 1]);
    const closed = await house.ok('policies.close-campaign', { id: campaignId }, { as: owner });
    // Closed is not accepted: who never did stays in the count.
    assert.deepEqual(
      [closed.closed, closed.counts],
      [true, { asked: 1, accepted: 0, waiting: 0, overdue: 0, never: 1 }],
    );
    assert.deepEqual((await get(id)).acceptance, { asked: 1, accepted: 0, overdue: 0 });
    await pass(1);
    await house.member(owner, 'employee');
    assert.equal(
      (await house.ok('policies.campaign', { id: campaignId }, { as: owner })).counts.asked,
      1,
      'who joins later was never asked',
    );
    assert.deepEqual(await fails('policies.close-campaign', { id: campaignId }, owner), ['already_done', 'id']);
  });

  test('PO55 a document is saved as PDF, DOCX and Markdown, which reads as a template; what is not in force says so', async () => {
    const id = await begun('{{organization}} wears badges. {PHY-01}');
    const file = async (input: Record<string, unknown>) => {
      const reply = await house.call('policies.download', input, { as: owner });
      assert.equal(reply.status, 200, reply.bytes.toString().slice(0, 200));
      return reply.bytes;
    };
    assert.deepEqual(await fails('policies.download', { format: 'pdf' }, owner), ['not_yet_possible', 'id']);
    assert.match(squeezed(textOfPdf(await file({ id, format: 'pdf' }))), /DRAFT.*Draft,notapprovedbyanybody/);
    await published(id);
    const text = squeezed(textOfPdf(await file({ id, format: 'pdf' })));
    assert.match(text, /Inforce/);
    assert.doesNotMatch(text, /DRAFT/);
    assert.match(text, /Approvedbycompliance-manager/);
    await published(await begun('Doors lock.'));
    assert.match(squeezed(textOfPdf(await file({ format: 'pdf' }))), /Policiesandprocedures.*Badges/);
    assert.equal((await file({ id, format: 'docx' })).subarray(0, 2).toString(), 'PK');
    const { front, body } = parseTemplate((await file({ id, format: 'markdown' })).toString());
    assert.deepEqual([front.title, front.controls], ['Badges', ['PHY-01']]);
    assert.equal(readBlocks(body).length, 1);
    assert.deepEqual(await fails('policies.download', { format: 'markdown' }, owner), ['bad_input', 'format']);
    assert.deepEqual(await fails('policies.download', { id, number: 9, format: 'pdf' }, owner), [
      'not_found',
      'number',
    ]);
  });

  test('PO92 Markdown of the version in force tells when it was approved or confirmed last; nothing else does', async () => {
    const id = await begun();
    const front = async (version: object = {}) => {
      const reply = await house.call('policies.download', { id, ...version, format: 'markdown' }, { as: owner });
      assert.equal(reply.status, 200, reply.bytes.toString());
      return parseTemplate(reply.bytes.toString()).front;
    };
    assert.equal((await get(id)).reviewedOn, null);
    assert.equal('reviewedOn' in (await front()), false, 'a draft');
    const { number } = await published(id);
    const today = house.time.now.toISOString().slice(0, 10);
    assert.deepEqual([(await get(id)).reviewedOn, (await front()).reviewedOn], [today, today]);
    await house.ok('policies.save', { id, revision: 1, blocks: readBlocks('Badges are blue.') }, { as: owner });
    await published(id);
    assert.equal((await front()).reviewedOn, today);
    assert.equal('reviewedOn' in (await front({ number })), false, 'it is superseded');
  });

  test('PO56 two who save at once lose nothing: the second is told, and what they sent is not written over the first', async () => {
    const id = await begun();
    const { revision } = await house.ok('policies.draft', { id }, { as: owner });
    const mine = { id, revision, blocks: [paragraph('Mine')] };
    await house.ok('policies.save', mine, { as: owner });
    assert.deepEqual(await fails('policies.save', { id, revision, blocks: [paragraph('Theirs')] }, second), [
      'conflict',
      'revision',
    ]);
    await house.ok('policies.save', mine, { as: owner });
    const { blocks } = await house.ok('policies.draft', { id }, { as: owner });
    assert.deepEqual(blocks, [paragraph('Mine')]);
    const { entries } = { entries: (await house.ok('log.entries', { sort: '-index', limit: 1 }, { as: owner })).items };
    assert.equal(entries[0]?.statement.op, 'policies.describe', 'a draft leaves no entry');
  });

  test('PO57 details name members who may do it, and many documents are given them at once', async () => {
    const id = await begun();
    const employee = await known(await house.member(owner, 'employee'));
    const describe = (input: Record<string, unknown>) =>
      fails('policies.describe', { id, revision: 2, ...input }, owner);
    assert.deepEqual(await describe({ owner: idOf(employee) }), ['bad_input', 'owner']);
    assert.deepEqual(await describe({ approvers: [engagementId] }), ['not_found', 'approvers.0']);
    assert.deepEqual(await describe({ quorum: 3 }), ['bad_input', 'quorum']);
    assert.deepEqual(await describe({ owner: idOf(owner) }), ['already_done', undefined]);
    assert.deepEqual(await fails('policies.describe', { id, revision: 1, quorum: 2 }, owner), ['conflict', 'revision']);
    await house.ok('policies.begin', { engagementId, templates: ['POL-02', 'POL-03'] }, { as: owner });
    const { items } = await house.ok('policies.list', {}, { as: owner });
    const given = await house.ok(
      'policies.describe-many',
      { ids: items.map((each) => each.id), owner: idOf(manager) },
      { as: owner },
    );
    assert.equal(given.total, 3);
    assert.deepEqual(await fails('policies.describe-many', { ids: [engagementId], owner: null }, owner), [
      'not_found',
      'ids',
    ]);
    assert.deepEqual(await fails('policies.write', { engagementId, code: 'POL-02', title: 'Again' }, owner), [
      'conflict',
      'code',
    ]);
    assert.deepEqual(await fails('policies.describe', { id, revision: 3, quorum: 1 }, second), [
      'not_permitted',
      undefined,
    ]);
  });

  test('PO58 the log tells in words what was done to documents, and nothing of what people wrote', async () => {
    const id = await begun('Nobody tells this.');
    await published(id);
    const ask = { title: 'Secret title', policies: [id], roles: ['owner'], dueOn: '2030-01-01' };
    const { id: campaignId } = await house.ok('policies.ask', ask, { as: owner });
    const { sha256 } = await house.ok('policies.published', { id }, { as: owner });
    await house.ok('policies.accept', { campaignId, id, sha256 }, { as: owner });
    await sequence(house, owner.organization);
    const { items } = await house.ok('log.changes', { since: 'beginning', limit: 100 }, { as: owner });
    const told = items.filter(({ noun }) => noun === 'policies').map(({ text }) => text);
    const today = (await house.ok('policies.mine', {}, { as: owner })).today;
    assert.deepEqual(told.toSorted(), [
      'Details of POL-31 “Badges” changed: approvers and owner.',
      'POL-31 “Badges” begun.',
      'People asked to accept 1 document by 2030-01-01.',
      'Version 1 of POL-31 “Badges” accepted by one person.',
      'Version 1 of POL-31 “Badges” approved.',
      'Version 1 of POL-31 “Badges” handed in for approval.',
      `Version 1 of POL-31 “Badges” published; it holds from ${today}.`,
    ]);
    const { items: entries } = await house.ok('log.entries', { sort: '-index', limit: 20 }, { as: owner });
    assert.doesNotMatch(JSON.stringify(entries), /Nobody tells|Secret title|Olga/);
  });

  test('PO40 PO43 what changed between versions, or to the draft, is told with its words, promises and numbers', async () => {
    const id = await begun('Badges are kept for {{settings.fixHigh}}. {PHY-01 monthly}');
    await published(id);
    const { draft } = await get(id);
    const blocks = readBlocks('Badges are kept for 40 days. {PHY-01 annual}\n\nThey are worn.');
    await house.ok('policies.save', { id, revision: draft.revision, blocks }, { as: owner });
    const compared = await house.ok('policies.compare', { id, from: 1 }, { as: second });
    assert.deepEqual(
      compared.rows.map(({ kind }) => kind),
      ['changed', 'added'],
    );
    assert.deepEqual(
      compared.numbers.map(({ before, after }) => [before, after]),
      [['30 days', '40 days']],
    );
    assert.deepEqual(
      compared.promises.map((each) => [each.control, each.before?.frequency, each.after?.frequency]),
      [['PHY-01', 'monthly', 'annual']],
    );
    await published(id);
    const versions = await house.ok('policies.compare', { id, from: 1, to: 2 }, { as: second });
    assert.deepEqual(versions, compared);
    assert.deepEqual(await fails('policies.compare', { id, from: 3 }, owner), ['not_found', 'number']);
  });

  test('PO44 the draft is checked against the documents and controls of the organization', async () => {
    const id = await begun('Everybody follows the visitor policy as appropriate. {XXX-99}', { owner: null });
    const { items, must } = await house.ok('policies.check', { id }, { as: second });
    const codes = items.map(({ code }) => code);
    for (const code of ['owner-missing', 'reference-dead', 'control-unknown', 'vague'])
      assert.ok(codes.includes(code as 'vague'), `${code} of ${codes.join(', ')}`);
    assert.equal(must, items.filter(({ severity }) => severity === 'must').length);
    // The document that it names is there now.
    await house.ok('policies.write', { engagementId, title: 'Visitor policy' }, { as: owner });
    const after = await house.ok('policies.check', { id }, { as: second });
    assert.ok(!after.items.some(({ code }) => code === 'reference-dead'));
  });

  test('PO59 between two days the documents that came, went and changed are told, with promises, numbers and what was said of it', async () => {
    const id = await begun('Badges are kept for 30 days. {PHY-01 monthly}');
    await published(id);
    const kept = await begun('Doors lock.');
    await published(kept);
    const days = await house.ok('policies.mine', {}, { as: owner });
    const later = (n: number): string => new Date(Date.parse(days.today) + n * 86_400_000).toISOString().slice(0, 10);
    const { draft } = await get(id);
    const blocks = readBlocks('Badges are kept for 40 days. {PHY-01 annual}');
    await house.ok('policies.save', { id, revision: draft.revision, blocks }, { as: owner });
    const { draft: next } = await get(id);
    const { versions } = await house.ok(
      'policies.submit',
      { id, revision: next.revision, changes: 'Ten days more.' },
      { as: owner },
    );
    await house.ok('policies.approve', { id, number: 2, sha256: versions[0]?.sha256 }, { as: manager });
    await house.ok('policies.publish', { id, number: 2, effectiveFrom: later(5) }, { as: owner });
    await house.ok('policies.retire', { id: kept, on: later(6), reason: 'No more doors.' }, { as: owner });
    const changes = (from: string, to: string) => house.ok('policies.changes', { from, to }, { as: second });
    const { items } = await changes(later(0), later(7));
    assert.deepEqual(
      items.map(({ kind }) => kind),
      ['changed', 'went'],
    );
    const [changed] = items;
    assert.deepEqual(
      [changed?.before?.number, changed?.after?.number, changed?.after?.approvedBy],
      [1, 2, ['compliance-manager']],
    );
    assert.deepEqual(
      changed?.numbers.map((each) => [each.before, each.after]),
      [['30 days', '40 days']],
    );
    assert.deepEqual([changed?.promises.length, changed?.told], [1, ['Ten days more.']]);
    assert.deepEqual((await changes(later(-3), later(-1))).items, []);
    assert.deepEqual(
      (await changes(later(-1), later(0))).items.map(({ kind }) => kind),
      ['came', 'came'],
    );
    assert.deepEqual(
      (await changes(later(0), later(4))).items.map(({ kind }) => kind),
      ['unchanged', 'unchanged'],
    );
    assert.deepEqual(await fails('policies.changes', { from: later(1), to: later(1) }, owner), ['bad_input', 'to']);
  });
});
