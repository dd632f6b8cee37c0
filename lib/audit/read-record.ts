import { DECISION_SUBJECTS, DecisionRecord } from '../contracts/decision-record.ts';
import { parse } from '../contracts/schema.ts';
import { UserError } from '../errors.ts';
import { decode, readBundle, readJson, type Envelope } from '../evidence/index.ts';
import { sortedJson } from '../sorted-json.ts';

/** Most bytes of a record or report: a thousand models in three environments come to a tenth. */
export const MAX_BYTES = 20_000_000;

/** A record, and the envelope that it came in. */
export interface ReadRecord {
  readonly record: DecisionRecord;
  /** Null for one that nobody signed. */
  readonly envelope: Envelope | null;
}

/**
 * Reads a record in the one spelling that is written: a statement, or a Sigstore bundle that holds one. Signatures are not verified here.
 * @throws UserError `record.not_canonical`, `record.wrong_subjects`; what `readJson`, `readBundle` and the schema throw
 */
export function readRecord(bytes: Uint8Array, where: string): ReadRecord {
  const { value } = readJson(bytes, where, MAX_BYTES);
  const isBundle = typeof value === 'object' && value !== null && 'dsseEnvelope' in value;
  const envelope = isBundle ? readBundle(bytes, where, MAX_BYTES) : null;
  const payload = envelope === null ? bytes : envelope.bundle.content.dsseEnvelope.payload;
  const record = parse(DecisionRecord, readJson(payload, where, MAX_BYTES).value, where);
  if (sortedJson(record) !== decode(payload, where, MAX_BYTES)) {
    throw new UserError('record.not_canonical', `${where}: not spelt as it would be written`, 'Restore the record from another clone.');
  }
  if (record.subject.map(({ name }) => name).join() !== DECISION_SUBJECTS.join()) {
    throw new UserError(
      'record.wrong_subjects',
      `${where}: not about ${DECISION_SUBJECTS.join(', ')}, each once`,
      'Restore the record from another clone.',
    );
  }
  return { record, envelope };
}
