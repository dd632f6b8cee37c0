import type { Construct } from 'constructs';
import { SharedConfigMap } from './shared-config-map.ts';

/**
 * Kinds whose health Argo CD 3.2 doesn't know, and the conditions in their status that have to be true, by `<group>_<kind>`. It has
 * checks of its own for Rollout, AnalysisRun, WorkflowTemplate, CronWorkflow, EventBus, ScaledObject, ExternalSecret, HTTPRoute, Knative's
 * Service, InferenceService, SparkApplication, FlinkDeployment and Strimzi's kinds (`resource_customizations/` of its sources).
 */
const CONDITIONS: Readonly<Record<string, readonly string[]>> = {
  'argoproj.io_EventSource': ['SourcesProvided', 'Deployed'],
  'argoproj.io_Sensor': ['DependenciesProvided', 'TriggersProvided', 'Deployed'],
  'keda.sh_ScaledJob': ['Ready'],
  'mlops.seldon.io_Model': ['Ready'],
};

/** Lua that Argo CD runs with the live object in `obj`: degraded when one condition is false, healthy when all are true. */
function healthOf(conditions: readonly string[]): string {
  return `local seen = {}
for _, condition in ipairs((obj.status or {}).conditions or {}) do
  seen[condition.type] = condition
end
local missing = nil
for _, name in ipairs({ ${conditions.map((name) => `"${name}"`).join(', ')} }) do
  local condition = seen[name]
  if condition ~= nil and condition.status == "False" then
    return { status = "Degraded", message = condition.message or condition.reason or name }
  end
  if condition == nil or condition.status ~= "True" then
    missing = missing or name
  end
end
if missing ~= nil then
  return { status = "Progressing", message = "Waiting for " .. missing }
end
return { status = "Healthy", message = "" }
`;
}

/** Teaches Argo CD the health of kinds that it doesn't know; without, an application is healthy while these fail. */
export class HealthChecks extends SharedConfigMap {
  constructor(scope: Construct, id: string) {
    const checks = Object.entries(CONDITIONS).map(([kind, conditions]) => [`resource.customizations.health.${kind}`, healthOf(conditions)]);
    super(scope, id, 'argocd-cm', Object.fromEntries(checks) as Record<string, string>);
  }
}
