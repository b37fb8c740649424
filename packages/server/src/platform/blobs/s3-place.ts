import { TickmarkError } from '@tickmark/core';

/** As options name it. */
export interface S3Options {
  /** `https://s3.eu-central-1.amazonaws.com`, `http://127.0.0.1:9000` */
  endpoint?: string | undefined;
  bucket?: string | undefined;
  region?: string | undefined;
  /** `tickmark/`; nothing without one. */
  prefix?: string | undefined;
}

export interface S3Place {
  endpoint: string;
  bucket: string;
  region: string;
  /** Empty, or with a slash at its end. */
  prefix: string;
  credentials: { accessKey: string; secretKey: string; sessionToken?: string };
}

/**
 * Where blobs are in S3, or undefined where no option says so. Credentials come from the environment
 * alone: what stands on a command line is seen by everybody on the machine. Errors: bad_input.
 */
export function s3PlaceOf(options: S3Options, environment: NodeJS.ProcessEnv): S3Place | undefined {
  if (Object.values(options).every((value) => value === undefined)) return undefined;
  const endpoint = required(options.endpoint, '--s3-endpoint', 'https://s3.eu-central-1.amazonaws.com');
  const bucket = required(options.bucket, '--s3-bucket', 'evidence-of-northwind');
  const region = required(options.region, '--s3-region', 'eu-central-1');
  const accessKey = required(environment['AWS_ACCESS_KEY_ID'], 'AWS_ACCESS_KEY_ID');
  const secretKey = required(environment['AWS_SECRET_ACCESS_KEY'], 'AWS_SECRET_ACCESS_KEY');
  const sessionToken = environment['AWS_SESSION_TOKEN'];
  if (!/^https?:$/.test(URL.parse(endpoint)?.protocol ?? '')) {
    throw new TickmarkError('bad_input', `${endpoint} is no address of an S3 endpoint.`, {
      field: '--s3-endpoint',
      action: 'Give one that begins with https:// or http://.',
    });
  }
  return {
    endpoint,
    bucket,
    region,
    prefix: prefixOf(options.prefix ?? ''),
    credentials: { accessKey, secretKey, ...(sessionToken === undefined ? {} : { sessionToken }) },
  };
}

function required(value: string | undefined, field: string, example?: string): string {
  if (value !== undefined && value !== '') return value;
  const fromEnvironment = example === undefined;
  throw new TickmarkError('bad_input', `Blobs in S3 need ${field}.`, {
    field,
    action: fromEnvironment ? `Set ${field} in the environment.` : `Give it, such as ${field} ${example}.`,
  });
}

function prefixOf(given: string): string {
  if (given === '') return '';
  const prefix = given.endsWith('/') ? given : `${given}/`;
  if (/^([\w.-]+\/)+$/.test(prefix) && !/(^|\/)\.\.?\//.test(prefix)) return prefix;
  throw new TickmarkError('bad_input', `${given} cannot be a prefix of keys.`, {
    field: '--s3-prefix',
    action: 'Use letters, digits, dots, dashes and slashes: tickmark/production.',
  });
}
