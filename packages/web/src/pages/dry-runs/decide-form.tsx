import { Select, Textarea } from '@mantine/core';
import type { Standing } from '@tickmark/core';
import { useRef, useState } from 'react';
import type { Input } from '../../api/client.ts';
import { stateWords } from '../../glossary/states.ts';
import { fieldError, useWrite } from '../../queries.ts';
import { Form } from '../../ui/form.tsx';
import { say } from '../../ui/notices.tsx';

/** Concludes on one subject: harsher freely, softer only with a reason. */
export function DecideForm({ standing, dryRunId }: { standing: Standing; dryRunId: string }) {
  const [conclusion, setConclusion] = useState<string | null>(null);
  const [reason, setReason] = useState('');
  const write = useWrite('conclusions.decide');
  const chosen = standing.choices.find((choice) => choice.conclusion === conclusion);
  const softer = chosen?.softer ?? false;
  const first = useRef<HTMLInputElement>(null);

  function decide(): void {
    if (chosen === undefined) return;
    const decision = { on: standing.on, subject: standing.subject, conclusion: chosen.conclusion };
    write.mutate(
      { dryRunId, decision: decision as Input<'conclusions.decide'>['decision'], reason },
      {
        onSuccess: () => {
          say('The decision is recorded.');
          setConclusion(null);
          setReason('');
          first.current?.focus();
        },
      },
    );
  }

  return (
    <Form
      submit="Record decision"
      busy={write.isPending}
      error={write.error}
      disabled={chosen === undefined}
      onSubmit={decide}
    >
      <Select
        ref={first}
        label="Conclusion"
        description={`At best “${stateWords[standing.floor].word}”, whatever the reason.`}
        required
        placeholder="Choose"
        data={standing.choices.map((choice) => ({
          value: choice.conclusion,
          label: `${stateWords[choice.conclusion].word} ${besides(standing, choice)}`,
        }))}
        value={conclusion}
        onChange={setConclusion}
        error={fieldError(write.error, 'decision.conclusion')}
      />
      <Textarea
        label="Reason"
        description={
          softer
            ? 'Softer than the rules: say why, in 20 characters at least. It is shown in the report.'
            : 'Optional. It is shown in the report.'
        }
        required={softer}
        minLength={softer ? 20 : undefined}
        maxLength={4000}
        autosize
        minRows={3}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
        error={fieldError(write.error, 'reason')}
      />
    </Form>
  );
}

function besides({ follows }: Standing, { conclusion, softer }: Standing['choices'][number]): string {
  if (softer) return '(softer, needs a reason)';
  return conclusion === follows ? '(what the rules give)' : '(harsher)';
}
