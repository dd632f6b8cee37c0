import type { Check } from '../../check.ts';
import { cronProblem } from '../../cron.ts';
import { isTimeZone } from '../../time-zone.ts';
import { ROW_PROTOCOLS } from './protocols.ts';

export const checkBatch: Check = ({ batch, runtime }, { mistakes }) => {
  if (batch === undefined) return;
  const { schedule, timezone, input, sink } = batch;
  const problem = cronProblem(schedule);
  if (problem !== null) mistakes.note('batch.schedule', schedule, problem, 'Correct the schedule.');
  if (!isTimeZone(timezone))
    mistakes.note('batch.timezone', timezone, 'expected an IANA name such as Europe/Berlin', 'Correct the time zone.');
  if (ROW_PROTOCOLS[runtime.server] === undefined) {
    mistakes.note(
      'batch',
      runtime.server,
      `expected a server that takes rows as JSON, ${Object.keys(ROW_PROTOCOLS).join(', ')}`,
      'Serve the model with one of them, or run the batch in a pipeline of your own.',
    );
  }
  if (input.bucket === sink.bucket && input.endpoint === sink.endpoint && `${input.key}/`.startsWith(`${sink.key}/`)) {
    mistakes.note(
      'batch.sink.key',
      sink.key,
      `expected a folder that the input ${input.key} is not in`,
      'Choose another folder for the results.',
    );
  }
};
