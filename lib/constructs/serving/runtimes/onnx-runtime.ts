import type { Runtime } from '../../../contracts/spec/runtime.ts';
import { SERVED_NAME, type GpuServerSize, type ServerFacts } from './preset.ts';
import { tritonServer } from './triton.ts';

export const ONNX_RUNTIME: ServerFacts = { floor: { cpu: '500m', memory: '1Gi' }, formats: ['onnx'], file: 'model.onnx' };

/**
 * One `model.onnx` under ONNX Runtime: `POST /v2/models/model/infer`. Microsoft withdrew the server that ONNX Runtime once had
 * and names Triton's backend in its place; that is what runs here. Triton reads inputs and outputs from the model file.
 * https://github.com/triton-inference-server/onnxruntime_backend
 */
export function onnxRuntime(size: GpuServerSize): Runtime {
  return tritonServer('onnx-runtime', `/models/${SERVED_NAME}/1`, size);
}
