import { every, one } from '../support/json.ts';
import type { Manifest } from '../../lib/constructs/index.ts';

/** What Argo CD knows; it passes over any other kind of window in silence, and so does not keep it. */
const WINDOW_KINDS: readonly unknown[] = ['allow', 'deny'];

/** What no tool says of manifests: each finding names the object, the value and what would be right. */
export function ownFindings(objects: readonly Manifest[]): readonly string[] {
  return [...windowKinds(objects), ...destinationHosts(objects), ...sensorConditions(objects)];
}

const nameOf = ({ kind, metadata }: Manifest): string => `${kind} ${metadata.namespace ?? ''}/${metadata.name}`;
const texts = (value: unknown, path: string): readonly string[] => every(value, path).filter((found) => typeof found === 'string');

function windowKinds(objects: readonly Manifest[]): readonly string[] {
  return objects
    .filter(({ kind }) => kind === 'AppProject')
    .flatMap((project) =>
      every(project, 'spec syncWindows[] kind')
        .filter((kind) => !WINDOW_KINDS.includes(kind))
        .map((kind) => `${nameOf(project)}: a sync window's kind is ${String(kind)}; expected allow or deny`),
    );
}

/** Services that an installation brings, by the first label of their names: Knative's gateway inside the mesh. */
const INSTALLED: readonly string[] = ['knative-local-gateway'];

/** Every name by which a Service or ServiceEntry can be called from a namespace. */
function knownHosts(objects: readonly Manifest[], from: string | undefined): ReadonlySet<string> {
  const services = objects.filter(({ kind }) => kind === 'Service');
  const names = services.flatMap(({ metadata: { name, namespace = 'default' } }) => [
    ...(namespace === from ? [name] : []),
    `${name}.${namespace}`,
    `${name}.${namespace}.svc`,
    `${name}.${namespace}.svc.cluster.local`,
  ]);
  return new Set([...names, ...objects.filter(({ kind }) => kind === 'ServiceEntry').flatMap((entry) => texts(entry, 'spec hosts[]'))]);
}

function destinationHosts(objects: readonly Manifest[]): readonly string[] {
  const known = new Map<string | undefined, ReadonlySet<string>>();
  const isKnown = (host: string, namespace: string | undefined): boolean => {
    const hosts = known.get(namespace) ?? knownHosts(objects, namespace);
    known.set(namespace, hosts);
    return hosts.has(host);
  };
  const paths: Readonly<Record<string, readonly string[]>> = {
    VirtualService: ['spec http[] route[] destination host', 'spec http[] mirrors[] destination host', 'spec http[] mirror host'],
    DestinationRule: ['spec host'],
  };
  return objects.flatMap((object) =>
    (paths[object.kind] ?? [])
      .flatMap((path) => texts(object, path))
      .filter((host) => !host.startsWith('*') && !INSTALLED.includes(host.split('.')[0] ?? '') && !isKnown(host, object.metadata.namespace))
      .map((host) => `${nameOf(object)}: no Service or ServiceEntry is called ${host}`),
  );
}

function sensorConditions(objects: readonly Manifest[]): readonly string[] {
  return objects
    .filter(({ kind }) => kind === 'Sensor')
    .flatMap((sensor) => {
      const dependencies = texts(sensor, 'spec dependencies[] name');
      return every(sensor, 'spec triggers[]').flatMap((trigger) =>
        texts(trigger, 'template conditions')
          .flatMap((conditions) => conditions.split(/[\s()&|!]+/).filter((word) => word !== ''))
          .filter((word) => !dependencies.includes(word))
          .map(
            (word) =>
              `${nameOf(sensor)}: trigger ${String(one(trigger, 'template name'))} waits for ${word}, which is none of its dependencies`,
          ),
      );
    });
}
