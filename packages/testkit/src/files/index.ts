export { accountsZone, faultyAccountRows } from './accounts.ts';
export { writeAccounts } from './write.ts';
