export { tokenIn } from './answer.ts';
export { readAuthority, type Authority } from './authority.ts';
export { TimestampError, type TimestampErrorCode } from './error.ts';
export { answerMediaType, requestMediaType, timestampRequest } from './request.ts';
export { verifyTimestamp, type Asked, type Timestamp } from './verify.ts';
