import { Button, Group, Stack, Tabs, Text } from '@mantine/core';
import type { PolicyInFull, TextBlock, TextFinding } from '@tickmark/core';
import { useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useMemo, useRef, useState } from 'react';
import { readAgain } from '../../api/read-again.ts';
import { call } from '../../api.ts';
import type { Output } from '../../api/client.ts';
import { useOperation } from '../../queries.ts';
import { useMay, useMembership } from '../../shell/current.ts';
import { quantity } from '../../ui/moment.ts';
import { ErrorNotice, Note, say } from '../../ui/notices.tsx';
import { Page } from '../../ui/page.tsx';
import { Waiting } from '../../ui/waiting.tsx';
import { Comments } from './comments.tsx';
import { PolicyEditor, type EditorControl, type Passage, type PolicyEditorHandle } from './editor/editor.tsx';
import { goToFinding } from './editor/go-to.ts';
import type { Marked } from './editor/marked.ts';
import { SavedNote } from './editor/saved-note.tsx';
import { Conflict, Recovered } from './editor/two-texts.tsx';
import { useAutosave } from './editor/use-autosave.ts';
import { Findings } from './findings.tsx';
import { TextBlocks } from './text-blocks.tsx';
import classes from './policies.module.css';

const route = getRouteApi('/inside/policies/$id/edit');
type Draft = Output<'policies.draft'>;

/** Where the text of a document is written, with what people say of it and what is wrong with it beside. */
export function EditPolicyPage() {
  const { id } = route.useParams();
  const policy = useOperation('policies.get', { id });
  const draft = useOperation('policies.draft', { id });
  const catalogue = useOperation('controls.catalogue', { limit: 500 }, { staleTime: 'static' });
  const error = policy.error ?? draft.error;
  const controls = useMemo(
    () => (catalogue.data?.items ?? []).map(({ id: code, title, frequency }) => ({ code, title, frequency })),
    [catalogue.data],
  );
  if (policy.data === undefined || draft.data === undefined) {
    return (
      <Page title="Document">
        {error === null ? <Waiting lines={12} /> : <ErrorNotice error={error} retry={() => void draft.refetch()} />}
      </Page>
    );
  }
  return <Writing key={id} policy={policy.data} draft={draft.data} controls={controls} reread={draft.refetch} />;
}

interface Props {
  policy: PolicyInFull;
  draft: Draft;
  controls: readonly EditorControl[];
  reread: () => Promise<{ data: Draft | undefined }>;
}

function Writing({ policy, draft, controls, reread }: Props) {
  const { id, title, open, state } = policy;
  const client = useQueryClient();
  const navigate = route.useNavigate();
  const member = useMembership();
  const may = useMay('policies.write') && state !== 'retired';
  const editor = useRef<PolicyEditorHandle>(null);
  // The editor holds its own text; it begins anew where another one is taken up.
  const [begun, setBegun] = useState({ count: 0, blocks: draft.blocks });
  const [passage, setPassage] = useState<Passage | null>(null);
  const [active, setActive] = useState<string | null>(null);
  const [beside, setBeside] = useState<'comments' | 'checks'>('comments');
  const comments = useOperation('policies.comments', { id });
  const tags = useMemo(() => draft.tags, [draft.tags]);
  const marked = useMemo<Marked[]>(
    () =>
      (comments.data?.items ?? []).flatMap(({ id: each, passage: of, proposal, settled }) =>
        of === null || settled !== null
          ? []
          : [{ id: each, passage: of, kind: proposal === null ? 'comment' : 'suggestion', active: each === active }],
      ),
    [comments.data, active],
  );
  const saving = useAutosave<TextBlock[]>({
    key: `tickmark.draft ${member?.id ?? ''} ${id}`,
    revision: draft.revision,
    save: (blocks, revision) => call('policies.save', { id, revision, blocks }),
  });
  const begin = (blocks: readonly TextBlock[]): void =>
    setBegun(({ count }) => ({ count: count + 1, blocks: [...blocks] }));

  return (
    <Page
      title={title}
      lead={
        <Link to="/policies/$id" params={{ id }} className="tm-link">
          Back to the document
        </Link>
      }
      actions={
        <Group gap="sm">
          <SavedNote standing={saving} />
          <Button
            size="xs"
            onClick={() =>
              void saving.flush().then(async () => {
                await readAgain(client);
                await navigate({ to: '/policies/$id', params: { id } });
              })
            }
          >
            Done
          </Button>
        </Group>
      }
    >
      <Stack gap="sm">
        {may ? (
          <Text size="xs" c="dimmed">
            It saves itself. Whoever writes on a version cannot approve it.
            {open === null
              ? ''
              : ` Version ${open.number} stays as it was handed in; what you write belongs to the next.`}
          </Text>
        ) : (
          <Note>{state === 'retired' ? 'This document is retired.' : 'You can read and comment, and not write.'}</Note>
        )}
        {saving.recovered === null ? null : (
          <Recovered
            said={`It has ${quantity(saving.recovered.length, 'part')}.`}
            kept={saving.recovered}
            renderText={(blocks) => <TextBlocks blocks={blocks} />}
            onTake={(blocks) => {
              begin(blocks);
              saving.resolve('mine');
            }}
            onLet={() => saving.resolve('theirs')}
          />
        )}
        {saving.state === 'conflict' ? (
          <Conflict
            reread={async () => (await reread()).data}
            renderText={({ blocks }) => <TextBlocks blocks={blocks} />}
            onChoose={(choice, theirs) => {
              if (choice === 'theirs') begin(theirs.blocks);
              saving.resolve(choice);
            }}
          />
        ) : null}
        <div className={classes.writing}>
          <PolicyEditor
            key={begun.count}
            ref={editor}
            blocks={begun.blocks}
            tags={tags}
            controls={controls}
            editable={may}
            onChange={saving.change}
            marked={marked}
            onPassage={setPassage}
            onMarked={(each) => {
              setActive(each);
              setBeside('comments');
            }}
          />
          <aside aria-label="Beside the text" className={classes.beside}>
            <Tabs value={beside} onChange={(value) => setBeside((value ?? 'comments') as 'checks')} keepMounted={false}>
              <Tabs.List mb="sm">
                <Tabs.Tab value="comments">Comments {comments.data?.open ?? ''}</Tabs.Tab>
                <Tabs.Tab value="checks">Checks</Tabs.Tab>
              </Tabs.List>
              <Tabs.Panel value="comments">
                <Comments
                  policyId={id}
                  items={comments.data?.items ?? []}
                  passage={passage}
                  active={active}
                  mayWrite={may}
                  onActive={(each, of) => {
                    setActive(each);
                    if (of !== null && editor.current?.goTo(of) === false) say('Its words stand in the text no more.');
                  }}
                  replace={(of, words) => editor.current?.replace(of, words) ?? false}
                />
              </Tabs.Panel>
              <Tabs.Panel value="checks">
                <Checks id={id} saved={saving.savedAt} onGoTo={(finding) => goToFinding(editor.current, finding)} />
              </Tabs.Panel>
            </Tabs>
          </aside>
        </div>
      </Stack>
    </Page>
  );
}

/** What is wrong with the draft as it was saved last. */
function Checks({ id, saved, onGoTo }: { id: string; saved: number | null; onGoTo: (finding: TextFinding) => void }) {
  return <Findings key={saved ?? 0} id={id} onGoTo={onGoTo} />;
}
