import { Button, ColorInput, FileButton, Group, Stack, Text } from '@mantine/core';
import type { PolicyBrand } from '@tickmark/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { readAgain } from '../../api/read-again.ts';
import { upload } from '../../api.ts';
import { fieldError, useOperation, useWrite } from '../../queries.ts';
import { Form } from '../../ui/form.tsx';
import { ErrorNotice, say, sayError } from '../../ui/notices.tsx';
import { Waiting } from '../../ui/waiting.tsx';

/** Colour and logo of documents as PDF and DOCX. */
export function BrandForm({ onDone }: { onDone: () => void }) {
  const { data, error, refetch } = useOperation('policies.brand', {});
  if (error !== null) return <ErrorNotice error={error} retry={() => void refetch()} />;
  return data === undefined ? <Waiting lines={4} /> : <Fields key={data.colour} brand={data} onDone={onDone} />;
}

const usual = '#1d3b5f';

function Fields({ brand, onDone }: { brand: PolicyBrand; onDone: () => void }) {
  const [colour, setColour] = useState(brand.colour ?? usual);
  const client = useQueryClient();
  const write = useWrite('policies.set-colour');
  const remove = useWrite('policies.remove-logo');
  const logo = useMutation({
    mutationFn: (file: File) => upload('policies.set-logo', {}, file),
    onSuccess: async () => {
      await readAgain(client);
      say('The logo stands on the first page of each PDF and DOCX.');
    },
  });
  const said = (words: string) => ({
    onSuccess: () => {
      say(words);
      onDone();
    },
  });
  return (
    <Stack gap="lg">
      <Stack gap="xs">
        <Text size="sm" fw={600}>
          Logo
        </Text>
        {brand.logo === null ? (
          <Text size="sm" c="dimmed">
            None. A PNG or JPEG of up to 256 KiB stands on the first page of each PDF and DOCX.
          </Text>
        ) : (
          <img
            src={`data:${brand.logo.mediaType};base64,${brand.logo.data}`}
            alt="The logo as it stands on documents"
            style={{ maxHeight: 64, maxWidth: 260, alignSelf: 'flex-start', background: '#fff', padding: 6 }}
          />
        )}
        {logo.error === null ? null : <ErrorNotice error={logo.error} />}
        <Group gap="xs">
          <FileButton
            accept="image/png,image/jpeg"
            onChange={(file) => (file === null ? undefined : logo.mutate(file))}
          >
            {(props) => (
              <Button {...props} size="xs" variant="default" loading={logo.isPending}>
                {brand.logo === null ? 'Choose a logo' : 'Choose another'}
              </Button>
            )}
          </FileButton>
          {brand.logo === null ? null : (
            <Button
              size="xs"
              variant="default"
              onClick={() => remove.mutate({}, { onSuccess: () => say('The logo is left out.'), onError: sayError })}
            >
              Leave it out
            </Button>
          )}
        </Group>
      </Stack>
      <Form
        submit="Save the colour"
        busy={write.isPending}
        error={write.error}
        disabled={colour === (brand.colour ?? usual)}
        onCancel={onDone}
        onSubmit={() => write.mutate({ colour: colour.toLowerCase() }, said('Headings have that colour now.'))}
        beside={
          brand.colour === null ? null : (
            <Button
              size="compact-sm"
              variant="subtle"
              onClick={() => write.mutate({ colour: null }, said('Headings have the usual colour again.'))}
            >
              Back to the usual colour
            </Button>
          )
        }
      >
        <ColorInput
          label="Colour of headings"
          description="Dark enough to be read on white paper."
          format="hex"
          popoverProps={{ position: 'top-start' }}
          maw={260}
          value={colour}
          onChange={setColour}
          error={fieldError(write.error, 'colour')}
          eyeDropperButtonProps={{ 'aria-label': 'Take a colour from the screen' }}
        />
      </Form>
    </Stack>
  );
}
