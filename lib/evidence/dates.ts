import type { Instant } from '../contracts/common.ts';
import type { GateInput, Subject } from '../contracts/gate-input.ts';
import { instantOf, instantOfDay } from './instant.ts';

/** What a unit answers for. */
export interface Judged {
  readonly stable: Subject;
  readonly candidate: Subject | null;
}

function instantOrNull(time: string | null): Instant | null {
  return time === null ? null : instantOf(time);
}

/** The dates of evidence and card, as policies can compare them. */
export function datesOf({ stable, candidate }: Judged): GateInput['dates'] {
  const subjects = candidate === null ? [stable] : [stable, candidate];
  return Object.fromEntries(
    subjects.map(({ version, release, evaluation, card }) => [
      version,
      {
        producedAt: evaluation === null ? null : instantOf(evaluation.producedAt),
        createdAt: release === null ? null : instantOf(release.createdAt),
        cardReviewed: card === null ? null : instantOfDay(card.reviewed.on, 'reviewed.on'),
        dataFrom: instantOrNull(evaluation?.dataset.from ?? null),
        dataTaken: instantOrNull(release?.dataset.takenAt ?? null),
      },
    ]),
  );
}
