export { compare, type Compared } from './compare.ts';
export { decide, type Decision } from './decide.ts';
export { observe } from './prometheus.ts';
export { probabilityBetter } from './statistics.ts';
export { untilDecided } from './until-decided.ts';
