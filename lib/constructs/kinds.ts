import type { ApiObject, ApiObjectMetadata } from 'cdk8s';
import type { Construct } from 'constructs';
// Types only: nothing of these packages is loaded at run time. Deep paths, because their index files export namespaces.
import type { IApplication } from '@kubernetes-models/argo-cd/argoproj.io/v1alpha1/Application';
import type { IAppProject } from '@kubernetes-models/argo-cd/argoproj.io/v1alpha1/AppProject';
import type { IApplicationSet } from '@kubernetes-models/argo-cd/argoproj.io/v1alpha1/ApplicationSet';
import type { IAnalysisTemplate } from '@kubernetes-models/argo-rollouts/argoproj.io/v1alpha1/AnalysisTemplate';
import type { IRollout } from '@kubernetes-models/argo-rollouts/argoproj.io/v1alpha1/Rollout';
import type { ICronWorkflow } from '@kubernetes-models/argo-workflows/argoproj.io/v1alpha1/CronWorkflow';
import type { IWorkflowTemplate } from '@kubernetes-models/argo-workflows/argoproj.io/v1alpha1/WorkflowTemplate';
import type { IGateway } from '@kubernetes-models/istio/networking.istio.io/v1/Gateway';
import type { IServiceEntry } from '@kubernetes-models/istio/networking.istio.io/v1/ServiceEntry';
import type { ISidecar } from '@kubernetes-models/istio/networking.istio.io/v1/Sidecar';
import type { IVirtualService } from '@kubernetes-models/istio/networking.istio.io/v1/VirtualService';
import type { IAuthorizationPolicy } from '@kubernetes-models/istio/security.istio.io/v1/AuthorizationPolicy';
import type { IPeerAuthentication } from '@kubernetes-models/istio/security.istio.io/v1/PeerAuthentication';
import type { IRequestAuthentication } from '@kubernetes-models/istio/security.istio.io/v1/RequestAuthentication';
import type { ITelemetry } from '@kubernetes-models/istio/telemetry.istio.io/v1/Telemetry';
import type { IPodMonitor } from '@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1/PodMonitor';
import type { IPrometheusRule } from '@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1/PrometheusRule';
import type { IServiceMonitor } from '@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1/ServiceMonitor';
import type { IAlertmanagerConfig } from '@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1alpha1/AlertmanagerConfig';
import type { IDeployment } from 'kubernetes-models/apps/v1/Deployment';
import type { IHorizontalPodAutoscaler } from 'kubernetes-models/autoscaling/v2/HorizontalPodAutoscaler';
import type { IIngress } from 'kubernetes-models/networking.k8s.io/v1/Ingress';
import type { IJob } from 'kubernetes-models/batch/v1/Job';
import type { INetworkPolicy } from 'kubernetes-models/networking.k8s.io/v1/NetworkPolicy';
import type { IPodDisruptionBudget } from 'kubernetes-models/policy/v1/PodDisruptionBudget';
import type { IRole } from 'kubernetes-models/rbac.authorization.k8s.io/v1/Role';
import type { IRoleBinding } from 'kubernetes-models/rbac.authorization.k8s.io/v1/RoleBinding';
import type { IConfigMap } from 'kubernetes-models/v1/ConfigMap';
import type { INamespace } from 'kubernetes-models/v1/Namespace';
import type { IService } from 'kubernetes-models/v1/Service';
import type { IServiceAccount } from 'kubernetes-models/v1/ServiceAccount';
import type { EventBusResource } from './events/event-bus-resource.ts';
import type { EventSourceResource } from './events/event-source-resource.ts';
import type { SensorResource } from './events/sensor-resource.ts';
import type { KafkaConnectorResource } from './data/kafka-connector-resource.ts';
import type { KafkaTopicResource } from './data/kafka-topic-resource.ts';
import type { ExternalSecretResource } from './security/external-secret-resource.ts';
import type { ScaledObjectResource } from './serving/scaled-object-resource.ts';
import type { InferenceServiceResource } from './serving/targets/inference-service-resource.ts';
import type { KnativeServiceResource } from './serving/targets/knative-service-resource.ts';
import type { SeldonModelResource } from './serving/targets/seldon-model-resource.ts';
import type { CertificateResource } from './traffic/certificate-resource.ts';
import type { DestinationRuleResource } from './traffic/destination-rule-resource.ts';
import type { EnvoyFilterResource } from './traffic/envoy-filter-resource.ts';
import type { HttpRouteResource } from './traffic/http-route-resource.ts';
import { TypedObject } from './typed-object.ts';

/** Metadata with a name of its own: a generated one would carry a hash of the construct's path. */
export type NamedMetadata = ApiObjectMetadata & { readonly name: string };

/** What a kind takes: its named metadata and every other top-level field of the resource, `spec` for most. */
export type KindProps<T> = { readonly metadata: NamedMetadata } & Omit<T, 'apiVersion' | 'kind' | 'metadata' | 'status'>;

/** A class of constructs, each one resource of a kind. */
export type Kind<T> = new (scope: Construct, id: string, props: KindProps<T>) => ApiObject;

/**
 * The typed class of one Kubernetes kind: a typo in group, version, kind or any field of a literal is a compile error.
 * `instanceof` tells no kinds apart (cdk8s answers for every ApiObject): compare `.kind`.
 */
export function kind<T extends { readonly apiVersion: string; readonly kind: string }>(
  apiVersion: T['apiVersion'],
  name: T['kind'],
): Kind<T> {
  return class extends TypedObject {
    constructor(scope: Construct, id: string, props: KindProps<T>) {
      super(scope, id, { apiVersion, kind: name, ...props });
    }
  };
}

export const Namespace = kind<INamespace>('v1', 'Namespace');
export const ConfigMap = kind<IConfigMap>('v1', 'ConfigMap');
export const ServiceAccount = kind<IServiceAccount>('v1', 'ServiceAccount');
export const Service = kind<IService>('v1', 'Service');
export const Deployment = kind<IDeployment>('apps/v1', 'Deployment');
export const Job = kind<IJob>('batch/v1', 'Job');
export const HorizontalPodAutoscaler = kind<IHorizontalPodAutoscaler>('autoscaling/v2', 'HorizontalPodAutoscaler');
export const ScaledObject = kind<ScaledObjectResource>('keda.sh/v1alpha1', 'ScaledObject');
export const InferenceService = kind<InferenceServiceResource>('serving.kserve.io/v1beta1', 'InferenceService');
export const KnativeService = kind<KnativeServiceResource>('serving.knative.dev/v1', 'Service');
export const SeldonModel = kind<SeldonModelResource>('mlops.seldon.io/v1alpha1', 'Model');
export const PodDisruptionBudget = kind<IPodDisruptionBudget>('policy/v1', 'PodDisruptionBudget');
export const NetworkPolicy = kind<INetworkPolicy>('networking.k8s.io/v1', 'NetworkPolicy');
export const Ingress = kind<IIngress>('networking.k8s.io/v1', 'Ingress');
export const Role = kind<IRole>('rbac.authorization.k8s.io/v1', 'Role');
export const RoleBinding = kind<IRoleBinding>('rbac.authorization.k8s.io/v1', 'RoleBinding');
export const Rollout = kind<IRollout>('argoproj.io/v1alpha1', 'Rollout');
export const AnalysisTemplate = kind<IAnalysisTemplate>('argoproj.io/v1alpha1', 'AnalysisTemplate');
export const CronWorkflow = kind<ICronWorkflow>('argoproj.io/v1alpha1', 'CronWorkflow');
export const EventBus = kind<EventBusResource>('argoproj.io/v1alpha1', 'EventBus');
export const EventSource = kind<EventSourceResource>('argoproj.io/v1alpha1', 'EventSource');
export const Sensor = kind<SensorResource>('argoproj.io/v1alpha1', 'Sensor');
export const WorkflowTemplate = kind<IWorkflowTemplate>('argoproj.io/v1alpha1', 'WorkflowTemplate');
export const AppProject = kind<IAppProject>('argoproj.io/v1alpha1', 'AppProject');
export const Application = kind<IApplication>('argoproj.io/v1alpha1', 'Application');
export const ApplicationSet = kind<IApplicationSet>('argoproj.io/v1alpha1', 'ApplicationSet');
export const VirtualService = kind<IVirtualService>('networking.istio.io/v1', 'VirtualService');
export const DestinationRule = kind<DestinationRuleResource>('networking.istio.io/v1', 'DestinationRule');
export const Gateway = kind<IGateway>('networking.istio.io/v1', 'Gateway');
export const ServiceEntry = kind<IServiceEntry>('networking.istio.io/v1', 'ServiceEntry');
export const Sidecar = kind<ISidecar>('networking.istio.io/v1', 'Sidecar');
export const EnvoyFilter = kind<EnvoyFilterResource>('networking.istio.io/v1alpha3', 'EnvoyFilter');
export const Telemetry = kind<ITelemetry>('telemetry.istio.io/v1', 'Telemetry');
export const PeerAuthentication = kind<IPeerAuthentication>('security.istio.io/v1', 'PeerAuthentication');
export const AuthorizationPolicy = kind<IAuthorizationPolicy>('security.istio.io/v1', 'AuthorizationPolicy');
export const RequestAuthentication = kind<IRequestAuthentication>('security.istio.io/v1', 'RequestAuthentication');
export const HttpRoute = kind<HttpRouteResource>('gateway.networking.k8s.io/v1', 'HTTPRoute');
export const Certificate = kind<CertificateResource>('cert-manager.io/v1', 'Certificate');
export const ExternalSecret = kind<ExternalSecretResource>('external-secrets.io/v1', 'ExternalSecret');
export const KafkaTopic = kind<KafkaTopicResource>('kafka.strimzi.io/v1', 'KafkaTopic');
export const KafkaConnector = kind<KafkaConnectorResource>('kafka.strimzi.io/v1', 'KafkaConnector');
export const ServiceMonitor = kind<IServiceMonitor>('monitoring.coreos.com/v1', 'ServiceMonitor');
export const PrometheusRule = kind<IPrometheusRule>('monitoring.coreos.com/v1', 'PrometheusRule');
export const PodMonitor = kind<IPodMonitor>('monitoring.coreos.com/v1', 'PodMonitor');
export const AlertmanagerConfig = kind<IAlertmanagerConfig>('monitoring.coreos.com/v1alpha1', 'AlertmanagerConfig');
