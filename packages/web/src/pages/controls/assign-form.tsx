import { Group, Select, Stack, TagsInput, Text } from '@mantine/core';
import type { HeldControl, RequiredSkill } from '@tickmark/core';
import { useState } from 'react';
import { errorBody } from '../../api/error.ts';
import { useWrite } from '../../queries.ts';
import { Form } from '../../ui/form.tsx';
import { quantity } from '../../ui/moment.ts';
import { sayError, sayWithUndo } from '../../ui/notices.tsx';
import { MemberField } from './member-field.tsx';

/** Who owns controls and who stands in; of one control also the skills that it takes, and who of the two has them. */
export function AssignForm({ controls, onDone }: { controls: readonly HeldControl[]; onDone: () => void }) {
  const [only] = controls.length === 1 ? controls : [];
  const [owner, setOwner] = useState<string | null>(only?.ownership.owner?.id ?? null);
  const [deputy, setDeputy] = useState<string | null>(only?.ownership.deputy?.id ?? null);
  const [skills, setSkills] = useState<RequiredSkill[]>(only?.ownership.skills ?? []);
  const write = useWrite('controls.assign');
  const fault = write.error === null ? undefined : errorBody(write.error);
  const of = (name: string) => (fault?.field?.endsWith(`.${name}`) === true ? fault.message : undefined);

  function save(): void {
    // Of several controls, what is left open stays as it is with each.
    const named = (id: string | null) => (only === undefined && id === null ? {} : { value: id });
    const [o, d] = [named(owner), named(deputy)];
    const before = controls.map(({ code, ownership }) => ({
      code,
      owner: ownership.owner?.able === true ? ownership.owner.id : null,
      deputy: ownership.deputy?.able === true ? ownership.deputy.id : null,
      skills: ownership.skills,
    }));
    write.mutate(
      {
        assignments: controls.map(({ code, ownership }) => ({
          code,
          ...('value' in o ? { owner: o.value } : {}),
          ...('value' in d ? { deputy: d.value } : {}),
          ...(only === undefined ? {} : { skills }),
          after: ownership.version,
        })),
      },
      {
        onSuccess: ({ items }) => {
          const undo = before.flatMap((each) => {
            const now = items.find(({ code }) => code === each.code);
            return now === undefined ? [] : [{ ...each, after: now.ownership.version }];
          });
          sayWithUndo(`Saved for ${quantity(items.length, 'control')}.`, () =>
            write.mutate({ assignments: undo }, { onError: sayError }),
          );
          onDone();
        },
      },
    );
  }

  return (
    <Form
      submit={only === undefined ? `Save for ${quantity(controls.length, 'control')}` : 'Save'}
      busy={write.isPending}
      error={write.error}
      onCancel={onDone}
      disabled={only === undefined && owner === null && deputy === null}
      onSubmit={save}
    >
      {only === undefined ? (
        <Text size="sm">
          {controls.map(({ code }) => code).join(', ')}. What you leave open stays as it is with each of them.
        </Text>
      ) : null}
      <Group grow align="flex-start">
        <MemberField
          label="Owner"
          placeholder={only === undefined ? 'As it is' : 'Nobody'}
          clearable
          value={owner}
          onChange={setOwner}
          error={of('owner')}
        />
        <MemberField
          label="Deputy"
          placeholder={only === undefined ? 'As it is' : 'Nobody'}
          clearable
          value={deputy}
          onChange={setDeputy}
          error={of('deputy')}
        />
      </Group>
      {only === undefined ? null : (
        <>
          <TagsInput
            label="Skills it takes"
            description="Enter after each: reads code, knows payroll law …"
            maxTags={12}
            value={skills.map(({ skill }) => skill)}
            onChange={(names) =>
              setSkills((all) =>
                names.map((skill) => all.find((each) => each.skill === skill) ?? { skill, owner: null, deputy: null }),
              )
            }
            error={of('skills')}
          />
          {skills.map(({ skill, ...has }) => (
            <Stack key={skill} gap={4}>
              <Text size="sm">{skill}</Text>
              <Group grow>
                {(['owner', 'deputy'] as const).map((who) => (
                  <Select
                    key={who}
                    size="xs"
                    aria-label={`Whether the ${who} has it: ${skill}`}
                    allowDeselect={false}
                    data={[
                      { value: 'unknown', label: `Not known of the ${who}` },
                      { value: 'yes', label: `The ${who} has it` },
                      { value: 'no', label: `The ${who} lacks it` },
                    ]}
                    value={has[who] === null ? 'unknown' : has[who] ? 'yes' : 'no'}
                    onChange={(value) =>
                      setSkills((all) =>
                        all.map((each) =>
                          each.skill === skill
                            ? { ...each, [who]: value === 'unknown' ? null : value === 'yes' }
                            : each,
                        ),
                      )
                    }
                  />
                ))}
              </Group>
            </Stack>
          ))}
        </>
      )}
    </Form>
  );
}
