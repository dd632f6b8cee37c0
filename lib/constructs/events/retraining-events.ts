import { Construct } from 'constructs';
import type { Retrain, Trigger } from '../../contracts/spec/pipelines.ts';
import { EventSource, ExternalSecret, NetworkPolicy, Sensor } from '../kinds.ts';
import { selectorLabels, unitMetadata } from '../metadata.ts';
import { trainingNameOf, type Plan } from '../plan.ts';
import { fetched } from '../security/fetched.ts';
import { API_SERVER_PORTS, namespaceNamed, toAnywhere, toDns } from '../security/mesh.ts';
import { githubOf } from '../github-of.ts';
import { BUS, BUS_PORT, STARTER } from './event-bus.ts';
import { exactly } from './exactly.ts';
import { eventPod } from './event-pod.ts';
import type { EventSourceResource } from './event-source-resource.ts';
import type { Dependency, SensorTrigger } from './sensor-resource.ts';

type Event = Exclude<Trigger, { readonly kind: 'cron' }>;

const PORT = 12000;

/** Keys of the model's entry `events` in the secret store, by what needs them. */
const SECRET_KEYS = { kafka: 'kafka-ca', alert: 'webhook-token', webhook: 'webhook-token', 'git-push': 'git-webhook-secret' } as const;

/** One trigger as its two halves: where its events come from, and what tells one from another. */
interface Source {
  /** Unique among the model's triggers; a trigger's and a dependency's name. */
  readonly name: string;
  readonly events: Pick<EventSourceResource['spec'], 'github' | 'kafka' | 'webhook'>;
  readonly filters?: NonNullable<Dependency['filters']>;
  /** Twelve characters that are the same for the same event: Go templates with Sprig. */
  readonly key: { readonly dataTemplate: string } | { readonly contextTemplate: string };
}

/**
 * Events that start training. An event becomes a Workflow whose name holds the event's key, so that the API server refuses the same event a
 * second time for as long as its run is kept; how often runs may follow each other is the run's own first question.
 */
export class RetrainingEvents extends Construct {
  constructor(scope: Construct, id: string, plan: Plan, { on }: Retrain) {
    super(scope, id);
    const training = trainingNameOf(plan.spec.id);
    const name = `${plan.spec.id}-events`;
    const secret = `${plan.spec.id}.events`;
    const events = on.filter((trigger): trigger is Event => trigger.kind !== 'cron');
    const sources = events.map((event) => sourceOf(event, plan, secret));
    const { secretStore } = plan.config;
    if (secretStore !== undefined) {
      new ExternalSecret(this, 'Secret', {
        metadata: unitMetadata(plan, 'ExternalSecret', secret),
        spec: fetched(
          secretStore,
          secret,
          `${plan.place.name}/${plan.spec.id}/events`,
          [...new Set(events.map(({ kind }) => SECRET_KEYS[kind]))].sort(),
        ),
      });
    }
    const heard = sources.filter(({ events: { kafka } }) => kafka === undefined);
    const read = sources.filter(({ events: { kafka } }) => kafka !== undefined);
    const called = heard.length > 0;
    if (called)
      new Waiting(this, 'Source', plan, training, heard, {
        service: { ports: [{ name: 'http', port: PORT, targetPort: PORT, protocol: 'TCP' }] },
      });
    if (read.length > 0) new Waiting(this, 'Topics', plan, readerOf(training), read);
    new Sensor(this, 'Sensor', {
      metadata: unitMetadata(plan, 'Sensor', training),
      spec: {
        eventBusName: BUS,
        replicas: 1,
        template: eventPod(name, STARTER),
        dependencies: sources.map((source) => ({
          name: source.name,
          eventSourceName: source.events.kafka === undefined ? training : readerOf(training),
          eventName: source.name,
          ...(source.filters === undefined ? {} : { filters: source.filters }),
        })),
        triggers: sources.map((source) => triggerOf(source, training)),
      },
    });
    new EventConnections(this, 'Network', plan, name, events, called);
  }
}

/** What reads topics: a source of its own, because its pods are replaced all at once, and those that are called one by one. */
function readerOf(training: string): string {
  return `${training}-kafka`;
}

/** Pods that wait for the events of some sources. */
class Waiting extends EventSource {
  constructor(
    scope: Construct,
    id: string,
    plan: Plan,
    name: string,
    sources: readonly Source[],
    service: Pick<EventSourceResource['spec'], 'service'> = {},
  ) {
    super(scope, id, {
      metadata: unitMetadata(plan, 'EventSource', name),
      spec: {
        eventBusName: BUS,
        replicas: 1,
        template: eventPod(`${plan.spec.id}-events`, trainingNameOf(plan.spec.id)),
        ...service,
        ...together(sources),
      },
    });
  }
}

function together(sources: readonly Source[]): Source['events'] {
  return sources.reduce<Source['events']>(
    (all, { events: { webhook, github, kafka } }) => ({
      ...all,
      ...(webhook === undefined ? {} : { webhook: { ...all.webhook, ...webhook } }),
      ...(github === undefined ? {} : { github: { ...all.github, ...github } }),
      ...(kafka === undefined ? {} : { kafka: { ...all.kafka, ...kafka } }),
    }),
    {},
  );
}

/** A filter's values are regular expressions (RE2) that match anywhere: without anchors, an alert would also be every longer one. */
const is = (path: string, value: string) => ({ path, type: 'string' as const, value: [exactly(value)], comparator: '=' as const });

function sourceOf(event: Event, { spec: { id }, config }: Plan, secret: string): Source {
  const context = (endpoint: `/${string}`) => ({ endpoint, port: String(PORT), method: 'POST' as const, url: '' });
  const key = SECRET_KEYS[event.kind];
  switch (event.kind) {
    case 'alert': {
      const name = `alert-${event.alert.toLowerCase()}`;
      return {
        name,
        events: { webhook: { [name]: { ...context(`/${name}`), authSecret: { name: secret, key } } } },
        filters: { data: [is('body.status', 'firing'), is('body.commonLabels.alertname', event.alert), is('body.commonLabels.model', id)] },
        // Alertmanager repeats itself until an alert ends; when it began stays the same.
        key: {
          dataTemplate: '{{ with index .Input.body.alerts 0 }}{{ printf "%s %s" .fingerprint .startsAt | sha256sum | trunc 12 }}{{ end }}',
        },
      };
    }
    case 'webhook':
      return {
        name: 'webhook',
        events: { webhook: { webhook: { ...context('/webhook'), authSecret: { name: secret, key } } } },
        filters: { data: [{ path: 'body.id', type: 'string', value: ['.'], comparator: '=' }] },
        key: { dataTemplate: '{{ .Input.body.id | sha256sum | trunc 12 }}' },
      };
    case 'git-push': {
      const [owner = '', repository = ''] = (githubOf(config)?.repo ?? '').split('/');
      return {
        name: 'git-push',
        events: {
          github: {
            'git-push': {
              repositories: [{ owner, names: [repository] }],
              webhook: context('/git-push'),
              events: ['push'],
              // Without an apiToken the hook is made by hand; with this secret nobody else's push counts.
              webhookSecret: { name: secret, key },
              contentType: 'json',
              insecure: false,
              active: true,
            },
          },
        },
        filters: { data: [is('body.ref', `refs/heads/${config.repository.branch}`)], script: touches(`models/${id}/training/`) },
        key: { dataTemplate: '{{ .Input.body.after | trunc 12 }}' },
      };
    }
    case 'kafka':
      return {
        name: 'kafka',
        events: {
          kafka: {
            kafka: {
              url: event.broker,
              topic: event.topic,
              consumerGroup: { groupName: `modelgate-${id}`, oldest: false, rebalanceStrategy: 'range' },
              limitEventsPerSecond: 1,
              tls: { caCertSecret: { name: secret, key } },
              connectionBackoff: { duration: '10s', factor: 2, jitter: 0.2, steps: 10 },
            },
          },
        },
        // The id of a Kafka event is made of topic, partition and offset.
        key: { contextTemplate: '{{ .Input.id | sha256sum | trunc 12 }}' },
      };
  }
}

/** Lua that says whether a push changed a file below a folder. */
function touches(folder: string): string {
  return `local folder = "${folder}"
for _, commit in ipairs(event.body.commits) do
  for _, files in ipairs({commit.added, commit.modified, commit.removed}) do
    for _, file in ipairs(files) do
      if string.sub(file, 1, string.len(folder)) == folder then return true end
    end
  end
end
return false
`;
}

function triggerOf({ name, key }: Source, training: string): SensorTrigger {
  return {
    template: {
      name,
      conditions: name,
      k8s: {
        operation: 'create',
        source: {
          resource: {
            apiVersion: 'argoproj.io/v1alpha1',
            kind: 'Workflow',
            metadata: { name: `${training}-` },
            spec: { workflowTemplateRef: { name: training }, arguments: { parameters: [{ name: 'trigger', value: name }] } },
          },
        },
        parameters: [{ src: { dependencyName: name, ...key }, dest: 'metadata.name', operation: 'append' }],
      },
    },
    // A flood of events becomes a trickle; the first step of each run turns away those that come too soon.
    rateLimit: { unit: 'Minute', requestsPerUnit: 1 },
    retryStrategy: { steps: 3, duration: '10s', factor: 2, jitter: 0.2 },
    // Tried again for ever, an event that was taken already would never end: its name is refused each time.
    atLeastOnce: false,
  };
}

/** Connections of the pods that wait for events. Alertmanager calls from Prometheus's namespace, everybody else through the ingress gateway. */
class EventConnections extends NetworkPolicy {
  constructor(scope: Construct, id: string, plan: Plan, name: string, events: readonly Event[], called: boolean) {
    const brokers = events.flatMap((event) => (event.kind === 'kafka' ? [Number(event.broker.split(':')[1])] : []));
    const callers = [plan.config.istio.ingressNamespace, plan.config.prometheus.namespace].map(namespaceNamed);
    super(scope, id, {
      metadata: unitMetadata(plan, 'NetworkPolicy', name),
      spec: {
        podSelector: { matchLabels: selectorLabels(name) },
        policyTypes: ['Ingress', 'Egress'],
        ...(called ? { ingress: [{ from: callers, ports: [{ protocol: 'TCP' as const, port: PORT }] }] } : {}),
        egress: [
          toDns(),
          { to: [{ podSelector: { matchLabels: selectorLabels('event-bus') } }], ports: [{ protocol: 'TCP', port: BUS_PORT }] },
          // The API server, whose address no selector can name, and brokers wherever they are.
          toAnywhere(...API_SERVER_PORTS, ...brokers),
        ],
      },
    });
  }
}
