export { chainOf, readChain, verifyChain, type Break, type BreakKind, type Chain, type ChainRecord } from './chain.ts';
export { CommitDigests } from './commit-digests.ts';
export { reportDifferences, type Merge } from './differences.ts';
export { mainLine } from './main-line.ts';
export { commitsOf, newestTip, recordsBranch, type RecordsBranch, type RecordsCommit } from './records-branch.ts';
export { recordDecision, type Recorded } from './record.ts';
export { verifyMerge, type MergeAnswer } from './verify-merge.ts';
export { Explainer, stepsOf, stoodAt, type Provenance, type Step, type Stood } from './past.ts';
