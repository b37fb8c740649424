import { Checkbox, Group, Radio, Stack, Text, Textarea } from '@mantine/core';
import type { Category } from '@tickmark/core';
import { engagementWarnings } from '@tickmark/core/engagement-terms';
import { DateField } from '../../ui/date-field.tsx';
import { categoryNames } from '../../glossary/names.ts';
import { fieldError } from '../../queries.ts';
import { Warning } from '../../ui/notices.tsx';
import { termsOf, type TermsDraft } from './terms-draft.ts';
import classes from './terms-fields.module.css';

const whole = /^\d{4}-\d\d-\d\d$/;

/** Service, categories, type and dates, each with what it means and what practice would question. */
export function TermsFields({
  draft,
  change,
  error,
}: {
  draft: TermsDraft;
  change: (part: Partial<TermsDraft>) => void;
  error: unknown;
}) {
  const dated = draft.type === 'type1' ? whole.test(draft.asOf) : whole.test(draft.from) && whole.test(draft.to);
  const warnings =
    draft.categories.length === 0
      ? []
      : engagementWarnings({
          categories: draft.categories,
          terms: dated ? termsOf(draft) : { type: 'type1', asOf: '2000-01-01' },
        });

  return (
    <>
      <Textarea
        label="What does the service do?"
        description="A sentence or two, as you would tell a customer. The report is about this service, not about the whole company."
        placeholder="Payroll for small companies: computes wages and files them with the authorities every month."
        required
        autosize
        minRows={2}
        value={draft.service}
        onChange={(event) => change({ service: event.currentTarget.value })}
        error={fieldError(error, 'service')}
      />
      <Checkbox.Group
        label="Which categories?"
        description="What readers of the report want to know about. Security alone is the usual beginning; more can follow in a later year."
        required
        value={draft.categories}
        onChange={(categories) => change({ categories: categories as Category[] })}
        error={fieldError(error, 'categories')}
      >
        <Stack gap={6} mt={8}>
          {Object.entries(categoryNames).map(([id, { title, question, choose }]) => (
            <Checkbox.Card key={id} value={id} className={classes.card} aria-label={title}>
              <Group wrap="nowrap" align="flex-start" gap="sm">
                <Checkbox.Indicator mt={2} />
                <div>
                  <Text fw={600}>{title}</Text>
                  <Text size="sm">{question}</Text>
                  <Text size="xs" c="dimmed">
                    {choose}
                  </Text>
                </div>
              </Group>
            </Checkbox.Card>
          ))}
        </Stack>
      </Checkbox.Group>
      <Radio.Group
        label="Type 1 or Type 2?"
        description="A Type 1 is not a stage one has to go through; many begin with a Type 2 over three or six months."
        required
        value={draft.type}
        onChange={(type) => change({ type: type === 'type1' ? 'type1' : 'type2' })}
      >
        <Stack gap={6} mt={8}>
          <Radio.Card value="type1" className={classes.card} aria-label="Type 1">
            <Group wrap="nowrap" align="flex-start" gap="sm">
              <Radio.Indicator mt={2} />
              <div>
                <Text fw={600}>Type 1: one day</Text>
                <Text size="sm">
                  Are the controls in place and suitably designed? It says nothing about how they work over time.
                </Text>
              </div>
            </Group>
          </Radio.Card>
          <Radio.Card value="type2" className={classes.card} aria-label="Type 2">
            <Group wrap="nowrap" align="flex-start" gap="sm">
              <Radio.Indicator mt={2} />
              <div>
                <Text fw={600}>Type 2: a period</Text>
                <Text size="sm">
                  Did the controls also operate, throughout the period? This is what most customers ask for.
                </Text>
              </div>
            </Group>
          </Radio.Card>
        </Stack>
      </Radio.Group>
      {draft.type === 'type1' ? (
        <DateField
          label="As-of date"
          description="The one day the report speaks of"
          required
          maw={240}
          value={draft.asOf}
          onChange={(asOf) => change({ asOf })}
          error={fieldError(error, 'terms.asOf')}
        />
      ) : (
        <Group align="flex-start" gap="md">
          <DateField
            label="First day of the period"
            description="Included"
            required
            w={220}
            value={draft.from}
            onChange={(from) => change({ from })}
            error={fieldError(error, 'terms.period.from')}
          />
          <DateField
            label="Last day of the period"
            description="Included; usually 6 to 12 months later"
            required
            w={220}
            value={draft.to}
            onChange={(to) => change({ to })}
            error={fieldError(error, 'terms.period.to')}
          />
        </Group>
      )}
      {warnings.length === 0 ? null : (
        <Stack gap="xs" aria-live="polite">
          {warnings.map(({ code, message, source }) => (
            <Warning key={code} source={source}>
              {message}
            </Warning>
          ))}
        </Stack>
      )}
    </>
  );
}
