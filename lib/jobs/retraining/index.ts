export { admit, type Admission, type Limits } from './admit.ts';
export { pastRuns, type PastRun } from './past-runs.ts';
