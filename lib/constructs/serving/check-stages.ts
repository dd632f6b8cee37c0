import type { Check } from '../check.ts';
import { SERVER_CONTAINER } from '../plan.ts';
import { EXPLAINER_CONTAINER } from './beside-containers.ts';
import { FETCH_CONTAINER } from './model-files.ts';
import { cores, mebibytes } from './quantity.ts';
import { KSERVE_CONTAINER } from './targets/server-name.ts';

const TAKEN: readonly string[] = [SERVER_CONTAINER, KSERVE_CONTAINER, EXPLAINER_CONTAINER, FETCH_CONTAINER, 'istio-proxy', 'istio-init'];

/** Containers of one pod share its ports, and no two may have one name. */
export const checkStages: Check = ({ runtime, stages = [], explainer }, { mistakes }) => {
  const all = [
    ...stages.map((stage) => ({ what: `stages.${stage.name}`, ...stage })),
    ...(explainer === undefined ? [] : [{ what: 'explainer', ...explainer }]),
  ];
  const ports = new Set([runtime.port, runtime.grpcPort, runtime.metricsPort]);
  for (const { what, port, cpu, memory } of all) {
    if (ports.has(port)) mistakes.note(`${what}.port`, port, 'expected a port that nothing else in the pod has', 'Choose another port.');
    ports.add(port);
    if (cores(cpu) === null)
      mistakes.note(`${what}.cpu`, cpu, 'expected cores above zero, such as 1, 0.5 or 500m', 'Correct the quantity.');
    if (mebibytes(memory) === null)
      mistakes.note(`${what}.memory`, memory, 'expected memory above zero in Mi or Gi', 'Correct the quantity.');
  }
  const names = new Set(TAKEN);
  for (const { name } of stages) {
    if (names.has(name)) mistakes.note('stages', name, 'expected a name that no other container of the pod has', 'Rename the stage.');
    names.add(name);
  }
};
