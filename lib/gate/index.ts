export { controlsOf } from './controls.ts';
export { judge, judgeUnit, report, type Circumstances, type JudgedUnit, type Judgement, type Law } from './judge.ts';
export { messageFor } from './message.ts';
export { reviewOf, type Reviewable } from './review.ts';
export { judgeSecondRole, type SecondRoleWord } from './second-role.ts';
export { verdictChanges } from './verdict-changes.ts';
export { parseWhatIf, suppose, type WhatIf } from './what-if.ts';
export { daysLeft, isExpired } from './waiver-days.ts';
export { judgeProtection } from './judge-protection.ts';
