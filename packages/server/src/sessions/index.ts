export { sessionHandlers, userIdOf } from './handlers.ts';
export { signIn } from './sign-in.ts';
export { checkPassword, createUser } from './store.ts';
