import { createClient, type Client, type ClientParts, type OperationModes } from './api/client.ts';
import { currentPlace } from './api/place.ts';
import { randomKey } from './api/random-key.ts';
import { sendFile } from './api/send-file.ts';

declare const __OPERATION_MODES__: OperationModes;

/** Every operation of the product, typed by the operation list: `call('populations.list', { … })`. */
export const { call, upload, download, downloadUrl } = createClient({
  ...browser(),
  organization: () => currentPlace().organizationId,
});

/** The client of somebody who has a capture link, whoever is signed in in this browser. */
export function clientOf(link: string): Client {
  return createClient({ ...browser(), organization: () => null, link });
}

function browser(): Omit<ClientParts, 'organization'> {
  return {
    modes: __OPERATION_MODES__,
    fetch: (input, init) => fetch(input, init),
    sendFile,
    newKey: randomKey,
  };
}
