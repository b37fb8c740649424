import { Button, FileButton, Textarea, TextInput } from '@mantine/core';
import { IconUpload } from '@tabler/icons-react';
import { useState } from 'react';
import { fieldError, useWrite } from '../../queries.ts';
import { Form } from '../../ui/form.tsx';
import { say, sayError } from '../../ui/notices.tsx';

export function NameAuthority({ onDone }: { onDone: () => void }) {
  const [url, setUrl] = useState('');
  const [certificates, setCertificates] = useState('');
  const [policy, setPolicy] = useState('');
  const add = useWrite('timestamps.add-authority');
  return (
    <Form
      submit="Name the authority"
      busy={add.isPending}
      error={add.error}
      onSubmit={() =>
        add.mutate(
          { url, certificates, ...(policy.trim() === '' ? {} : { policy: policy.trim() }) },
          {
            onSuccess: () => {
              say('It is asked to stamp the log, now and then every hour in which something is written.');
              onDone();
            },
          },
        )
      }
    >
      <TextInput
        label="Address"
        description="Where it takes requests (RFC 3161): https://timestamp.example/tsr"
        required
        autoComplete="off"
        value={url}
        onChange={(event) => setUrl(event.currentTarget.value)}
        error={fieldError(add.error, 'url')}
      />
      <Textarea
        label="Certificates"
        description="Its root certificate in PEM, as the authority published it: its stamps have to lead there"
        placeholder="-----BEGIN CERTIFICATE-----"
        required
        autosize
        minRows={4}
        maxRows={10}
        classNames={{ input: 'mono' }}
        value={certificates}
        onChange={(event) => setCertificates(event.currentTarget.value)}
        error={fieldError(add.error, 'certificates')}
      />
      <FileButton
        accept=".pem,.crt,.cer,.txt,application/x-pem-file"
        onChange={(file) => void file?.text().then(setCertificates).catch(sayError)}
      >
        {(props) => (
          <div>
            <Button {...props} variant="default" size="xs" leftSection={<IconUpload size={14} aria-hidden />}>
              Take them from a file
            </Button>
          </div>
        )}
      </FileButton>
      <TextInput
        label="Policy"
        description="Only where its stamps have to be given under one: a dotted number. Else any is taken"
        autoComplete="off"
        classNames={{ input: 'mono' }}
        value={policy}
        onChange={(event) => setPolicy(event.currentTarget.value)}
        error={fieldError(add.error, 'policy')}
      />
    </Form>
  );
}
