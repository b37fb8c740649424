export { proposal, type ProposalFacts } from './proposal.ts';
