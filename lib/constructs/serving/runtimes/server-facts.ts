import type { Runtime } from '../../../contracts/spec/runtime.ts';
import { CUSTOM } from './custom-runtime.ts';
import { FASTAPI } from './fastapi.ts';
import { MLFLOW } from './mlflow.ts';
import { ONNX_RUNTIME } from './onnx-runtime.ts';
import type { ServerFacts } from './preset.ts';
import { SKLEARN } from './sklearn-server.ts';
import { TENSORFLOW_SERVING } from './tensorflow-serving.ts';
import { TORCHSERVE } from './torchserve.ts';
import { TRITON } from './triton.ts';

/** What is known of each server besides what a declaration says. */
export const SERVER_FACTS: Readonly<Record<Runtime['server'], ServerFacts>> = {
  sklearn: SKLEARN,
  fastapi: FASTAPI,
  torchserve: TORCHSERVE,
  'tensorflow-serving': TENSORFLOW_SERVING,
  'onnx-runtime': ONNX_RUNTIME,
  triton: TRITON,
  mlflow: MLFLOW,
  custom: CUSTOM,
};
