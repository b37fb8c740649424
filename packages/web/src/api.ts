import { createClient, type OperationModes } from './api/client.ts';
import { currentPlace } from './api/place.ts';
import { randomKey } from './api/random-key.ts';
import { sendFile } from './api/send-file.ts';

declare const __OPERATION_MODES__: OperationModes;

/** Every operation of the product, typed by the operation list: `call('populations.list', { … })`. */
export const { call, upload, download, downloadUrl } = createClient({
  modes: __OPERATION_MODES__,
  organization: () => currentPlace().organizationId,
  fetch: (input, init) => fetch(input, init),
  sendFile,
  newKey: randomKey,
});
