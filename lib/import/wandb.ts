import { notThisFormat, type Importer } from './importer.ts';
import { get, Notes, objectOf, pointer } from './json.ts';
import { Metrics } from './metrics.ts';
import { timestampOf } from './timestamp.ts';

/** The summary of a run: `wandb-summary.json`, or `dict(run.summary)` as JSON. Keys that start with `_` are W&B's own. */
export const wandb: Importer = {
  format: 'wandb',
  summary: "a run's summary of Weights & Biases: wandb-summary.json",
  syntax: 'json',
  take(value, hints, where) {
    const summary = objectOf(value);
    if (summary === null || !['_timestamp', '_runtime', '_step'].some((key) => Object.hasOwn(summary, key)))
      throw notThisFormat(where, 'wandb', 'an object with _timestamp, _runtime or _step, as wandb-summary.json');
    const notes = new Notes();
    const metrics = new Metrics(hints, notes);
    for (const [name, seen] of Object.entries(summary)) {
      if (!name.startsWith('_')) metrics.offer(pointer(name), name, seen);
    }
    const producedAt = timestampOf(get(summary, '_timestamp'), 'seconds');
    if (producedAt === null) notes.note('/_timestamp', 'absent, or not a time in seconds since 1970');
    return { evaluation: { ...metrics.taken(), ...(producedAt !== null && { producedAt }) }, unmapped: notes.list };
  },
};
