import { Group, Stack, Text, Title } from '@mantine/core';
import type { HeldControl, Ownership } from '@tickmark/core';
import { controlNatureTitles, controlTypeTitles } from '@tickmark/core/control-words';
import { Link } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { frequencyNames } from '../../glossary/names.ts';
import { useOperation } from '../../queries.ts';
import { useEngagements, useMay } from '../../shell/current.ts';
import { count } from '../../ui/moment.ts';
import { Warning } from '../../ui/notices.tsx';
import { OpensForm } from '../../ui/opens-form.tsx';
import { Facts } from '../../ui/panel.tsx';
import { StateBadge } from '../../ui/state-badge.tsx';
import { Term } from '../../ui/term.tsx';
import { EvidenceOf } from '../evidence/evidence-of.tsx';
import { AssignForm } from './assign-form.tsx';
import { ReinstateForm } from './reinstate-form.tsx';
import { RetireForm } from './retire-form.tsx';
import { ReviseForm } from './revise-form.tsx';
import { Versions } from './versions.tsx';

/** One control: what it says, who has it, and everything in the product that it touches. */
export function ControlInFull({ control }: { control: HeldControl }) {
  const may = useMay('controls.manage');
  const [warnings, setWarnings] = useState<readonly string[]>([]);
  const { code, ownership } = control;
  return (
    <Stack gap="lg">
      <Text style={{ overflowWrap: 'anywhere' }}>{control.description}</Text>
      <Facts
        facts={[
          ['Who performs it', told(control.performer)],
          [<Term key="f" id="frequency" />, frequencyNames[control.frequency]],
          ['Applies to', told(control.appliesTo)],
          ['Evidence it leaves', told(control.evidenceLeft)],
          ['Where it fails', told(control.onFailure)],
          [
            'Works',
            [
              control.nature === null ? null : controlNatureTitles[control.nature],
              control.type === null ? null : controlTypeTitles[control.type].toLowerCase(),
            ]
              .filter(Boolean)
              .join(', ') || told(null),
          ],
          ['Criteria', <Criteria key="c" ids={control.criteria} />],
          [<Term key="fa" id="family" />, told(control.family)],
          ['Role that answers', control.ownerRole],
          [
            'Wording',
            control.origin === 'own'
              ? 'Your own control'
              : control.adapted
                ? 'Adapted from the catalogue'
                : 'As in the catalogue: make it your own where you do otherwise',
          ],
          ['Version', String(control.version)],
          ['In force from', control.effectiveFrom],
          ...(control.retiredOn === null
            ? []
            : [
                [
                  'Retired on',
                  <Group key="r" gap="xs">
                    {control.retiredOn}
                    <StateBadge state="retired" />
                  </Group>,
                ] as const,
                ['Why retired', told(control.retirementReason)] as const,
              ]),
        ]}
      />
      {warnings.map((warning) => (
        <Warning key={warning}>{warning}</Warning>
      ))}
      <section>
        <Title order={2} size="h4" mb={4}>
          Who has it
        </Title>
        <Who ownership={ownership} />
        {may ? (
          <Group mt="xs">
            <OpensForm label="Name owner and deputy">
              {(close) => <AssignForm controls={[control]} onDone={close} />}
            </OpensForm>
          </Group>
        ) : null}
      </section>
      <section>
        <Title order={2} size="h4" mb={4}>
          Evidence
        </Title>
        <EvidenceOf of={{ control: code }} />
      </section>
      <Touched code={code} tests={control.tests} />
      <Versions code={code} />
      {may ? (
        <Group gap="sm" align="flex-start">
          {control.retiredOn === null ? (
            <>
              <OpensForm label="Revise from a date">
                {(close) => (
                  <ReviseForm
                    control={control}
                    onCancel={close}
                    onDone={(said) => {
                      setWarnings(said);
                      close();
                    }}
                  />
                )}
              </OpensForm>
              <OpensForm label="Retire from a date">
                {(close) => <RetireForm control={control} onCancel={close} />}
              </OpensForm>
            </>
          ) : (
            <OpensForm label="Bring it back">
              {(close) => <ReinstateForm control={control} onCancel={close} />}
            </OpensForm>
          )}
        </Group>
      ) : null}
    </Stack>
  );
}

function told(value: string | null, otherwise = 'Not told'): ReactNode {
  return (
    value ?? (
      <Text c="dimmed" component="span" inherit>
        {otherwise}
      </Text>
    )
  );
}

function Criteria({ ids }: { ids: readonly string[] }) {
  return (
    <Group gap={8} component="span">
      {ids.map((id) => (
        <Link key={id} to="/coverage" search={{ open: id }} className="tm-link">
          {id}
        </Link>
      ))}
    </Group>
  );
}

function Who({ ownership: { owner, deputy, skills } }: { ownership: Ownership }) {
  const name = (who: Ownership['owner']): ReactNode =>
    who === null ? (
      told(null, 'Nobody')
    ) : (
      <>
        {who.name ?? 'Somebody who is not here any more'}
        {who.able ? '' : ', who cannot run it any more: name somebody else'}
      </>
    );
  return (
    <Facts
      facts={[
        ['Owner', name(owner)],
        ['Deputy', name(deputy)],
        ...(skills.length === 0
          ? []
          : [
              [
                'Skills it takes',
                skills
                  .map(({ skill, ...has }) => `${skill} (owner: ${hasIt(has.owner)}, deputy: ${hasIt(has.deputy)})`)
                  .join('; '),
              ] as const,
            ]),
      ]}
    />
  );
}

function hasIt(value: boolean | null): string {
  return value === null ? 'not known' : value ? 'has it' : 'lacks it';
}

/** Tests, results, questions, gaps, requests and risks that speak of a control, each counted, and the way to them. */
function Touched({ code, tests }: { code: string; tests: number }) {
  const { current } = useEngagements();
  const engagementId = current?.id ?? '';
  const enabled = current !== null;
  const mayTests = useMay('tests.read');
  const mayReadiness = useMay('readiness.read');
  const mayRequests = useMay('requests.read');
  const results = useOperation('results.list', { control: code, latest: true, limit: 50 }, { enabled: mayTests });
  const questions = useOperation(
    'readiness.questions',
    { engagementId, control: code },
    { enabled: enabled && mayReadiness },
  );
  const gaps = useOperation('readiness.gaps', { engagementId, control: code }, { enabled: enabled && mayReadiness });
  const requests = useOperation(
    'requests.list',
    { engagementId, control: code, limit: 1 },
    { enabled: enabled && mayRequests },
  );
  const risks = useOperation('risks.list', { control: code, limit: 50 });
  const n = (total: number | undefined): string => (total === undefined ? '…' : count(total));
  return (
    <section>
      <Title order={2} size="h4" mb={4}>
        What speaks of it
      </Title>
      <Facts
        facts={[
          [
            'Tests',
            <Link
              key="t"
              to="/tests"
              search={tests === 0 ? { tab: 'library', search: code } : { search: code }}
              className="tm-link"
            >
              {tests === 0 ? 'Find a test for it' : `${count(tests)} published`}
            </Link>,
          ],
          [
            'Its results',
            <Group key="r" gap="xs">
              <Link to="/results" search={{ search: code }} className="tm-link">
                {n(results.data?.total)}
              </Link>
              {results.data?.items.map(({ id, proposal }) => (
                <Link key={id} to="/results/$id" params={{ id }} className="tm-link">
                  <StateBadge state={proposal.kind} />
                </Link>
              ))}
            </Group>,
          ],
          [
            'Questions',
            <Link key="q" to="/readiness" search={{ control: code }} className="tm-link">
              {n(questions.data?.total)} of the readiness assessment
            </Link>,
          ],
          [
            'Gaps',
            <Group key="g" gap="xs">
              <Link to="/readiness" search={{ tab: 'gaps', control: code }} className="tm-link">
                {n(gaps.data?.total)} open
              </Link>
              {gaps.data?.items.slice(0, 4).map(({ id, severity }) => (
                <StateBadge key={id} state={`gap-${severity}`} />
              ))}
            </Group>,
          ],
          [
            'What auditors ask about it',
            <Link key="a" to="/requests" search={{ control: code }} className="tm-link">
              {n(requests.data?.total)} on the list of requests
            </Link>,
          ],
          [
            'Risks it answers',
            risks.data === undefined || risks.data.total === 0 ? (
              <Link key="k" to="/controls" search={{ tab: 'risks' }} className="tm-link">
                {risks.data === undefined ? '…' : 'None noted'}
              </Link>
            ) : (
              <Stack key="k" gap={2}>
                {risks.data.items.map(({ code: risk, title }) => (
                  <span key={risk}>
                    <Link to="/controls" search={{ tab: 'risks', open: risk }} className="tm-link">
                      {risk}
                    </Link>{' '}
                    {title}
                  </span>
                ))}
              </Stack>
            ),
          ],
        ]}
      />
    </section>
  );
}
