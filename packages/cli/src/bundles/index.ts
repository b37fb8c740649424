export { renderVerification } from './render.ts';
export { verifyBundle, type Verification, type VerifyOptions } from './verification.ts';
