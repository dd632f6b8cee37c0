// Makes the files of this folder from upstream's CRDs: `node trim.mjs FOLDER`, where FOLDER holds the files that NOTICE.md lists.
// Kept: group, kind, scope and the schema of the version that the constructs use. Dropped: descriptions.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';

const KINDS = {
  'argo-cd/application-crd.yaml': { Application: 'v1alpha1' },
  'argo-cd/applicationset-crd.yaml': { ApplicationSet: 'v1alpha1' },
  'argo-cd/appproject-crd.yaml': { AppProject: 'v1alpha1' },
  'argo-events/argoproj.io_eventbus.yaml': { EventBus: 'v1alpha1' },
  'argo-events/argoproj.io_eventsources.yaml': { EventSource: 'v1alpha1' },
  'argo-events/argoproj.io_sensors.yaml': { Sensor: 'v1alpha1' },
  'argo-rollouts/analysis-template-crd.yaml': { AnalysisTemplate: 'v1alpha1' },
  'argo-rollouts/rollout-crd.yaml': { Rollout: 'v1alpha1' },
  'argo-workflows/argoproj.io_cronworkflows.yaml': { CronWorkflow: 'v1alpha1' },
  'argo-workflows/argoproj.io_workflowtemplates.yaml': { WorkflowTemplate: 'v1alpha1' },
  'cert-manager/cert-manager.io_certificates.yaml': { Certificate: 'v1' },
  'external-secrets/external-secrets.io_externalsecrets.yaml': { ExternalSecret: 'v1' },
  'flink-kubernetes-operator/flinkdeployments.flink.apache.org-v1.yml': { FlinkDeployment: 'v1beta1' },
  'gateway-api/gateway.networking.k8s.io_httproutes.yaml': { HTTPRoute: 'v1' },
  'knative-serving/service.yaml': { Service: 'v1' },
  'kserve/serving.kserve.io_inferenceservices.yaml': { InferenceService: 'v1beta1' },
  'istio/customresourcedefinitions.gen.yaml': {
    AuthorizationPolicy: 'v1',
    DestinationRule: 'v1',
    EnvoyFilter: 'v1alpha3',
    Gateway: 'v1',
    PeerAuthentication: 'v1',
    RequestAuthentication: 'v1',
    ServiceEntry: 'v1',
    Sidecar: 'v1',
    Telemetry: 'v1',
    VirtualService: 'v1',
  },
  'katib/experiment.yaml': { Experiment: 'v1beta1' },
  'keda/keda.sh_scaledobjects.yaml': { ScaledObject: 'v1alpha1' },
  'kubeflow-trainer/trainer.kubeflow.org_trainjobs.yaml': { TrainJob: 'v1alpha1' },
  'kuberay/ray.io_rayjobs.yaml': { RayJob: 'v1' },
  'prometheus-operator/monitoring.coreos.com_alertmanagerconfigs.yaml': { AlertmanagerConfig: 'v1alpha1' },
  'prometheus-operator/monitoring.coreos.com_podmonitors.yaml': { PodMonitor: 'v1' },
  'prometheus-operator/monitoring.coreos.com_prometheusrules.yaml': { PrometheusRule: 'v1' },
  'prometheus-operator/monitoring.coreos.com_servicemonitors.yaml': { ServiceMonitor: 'v1' },
  'spark-operator/sparkoperator.k8s.io_sparkapplications.yaml': { SparkApplication: 'v1beta2' },
  'strimzi/043-Crd-kafkatopic.yaml': { KafkaTopic: 'v1' },
  'strimzi/047-Crd-kafkaconnector.yaml': { KafkaConnector: 'v1' },
};

/** Where the kind alone would be the name of another one's file. */
const FILES = { 'serving.knative.dev': 'KnativeService' };

// Only a description's text goes: a field named "description" has a schema there.
function withoutDescriptions(value) {
  if (Array.isArray(value)) return value.map(withoutDescriptions);
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(([key, inner]) => key !== 'description' || typeof inner !== 'string');
  return Object.fromEntries(kept.map(([key, inner]) => [key, withoutDescriptions(inner)]));
}

const folder = process.argv[2];
if (folder === undefined) throw new Error('usage: node trim.mjs FOLDER');
for (const [file, kinds] of Object.entries(KINDS)) {
  const found = parseAllDocuments(readFileSync(join(folder, file), 'utf8'))
    .map((document) => document.toJS())
    .filter((definition) => definition?.spec?.names?.kind in kinds);
  if (found.length !== Object.keys(kinds).length) throw new Error(`${file}: not every kind is in it`);
  for (const { spec } of found) {
    const { kind } = spec.names;
    const { name: version, schema } = spec.versions.find(({ name }) => name === kinds[kind]);
    const trimmed = { group: spec.group, version, kind, scope: spec.scope, schema: withoutDescriptions(schema.openAPIV3Schema) };
    writeFileSync(join(import.meta.dirname, `${FILES[spec.group] ?? kind}.json`), `${JSON.stringify(trimmed)}\n`);
  }
}
