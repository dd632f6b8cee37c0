import type { Runtime } from '../../../contracts/spec/runtime.ts';
import { SERVED_NAME } from '../runtimes/preset.ts';

/** How rows are posted to a server: `{<key>: [row, ...]}`, answered by `{"predictions": [...]}` in the same order. */
export interface RowProtocol {
  readonly path: string;
  readonly key: 'records' | 'instances';
}

/** Servers that take rows as JSON objects. */
export const ROW_PROTOCOLS: Readonly<Partial<Record<Runtime['server'], RowProtocol>>> = {
  sklearn: { path: '/predict', key: 'records' },
  'tensorflow-serving': { path: `/v1/models/${SERVED_NAME}:predict`, key: 'instances' },
  mlflow: { path: '/invocations', key: 'instances' },
};
