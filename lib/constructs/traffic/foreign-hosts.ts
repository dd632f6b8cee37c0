import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import type { Plan } from '../plan.ts';
import { TypedObject } from '../typed-object.ts';
import { egressOf } from './artifact-host.ts';
import { outsideHost } from './outside-host.ts';

interface Spec {
  readonly host?: unknown;
  readonly hosts?: unknown;
  readonly hostnames?: unknown;
  readonly rules?: unknown;
}

const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? (value as unknown[]) : [undefined]);

/** Where each kind says which hosts it is about. */
const HOSTS: Readonly<Record<string, (spec: Spec) => readonly unknown[]>> = {
  DestinationRule: ({ host }) => [host],
  HTTPRoute: ({ hostnames }) => list(hostnames),
  Ingress: ({ rules }) => list(rules).map((rule) => (rule as Spec | undefined)?.host),
  ServiceEntry: ({ hosts }) => list(hosts),
  VirtualService: ({ hosts }) => list(hosts),
};

function hostsOf(object: ApiObject): readonly unknown[] {
  try {
    const { spec = {} } = object.toJson() as { readonly spec?: Spec };
    return HOSTS[object.kind]?.(spec) ?? [];
  } catch {
    // What can't be written is told where objects are written.
    return [];
  }
}

/**
 * What is wrong with objects that a model adds itself: one about hosts which are not the model's would take another model's calls,
 * or open a way out that nobody declared. Its own are its host, its Services and its declared egress.
 */
export function foreignHosts(unit: Construct, plan: Plan): string[] {
  const objects = unit.node.findAll().filter((construct): construct is ApiObject => construct instanceof ApiObject);
  const added = objects.filter((object) => !TypedObject.is(object) && object.kind in HOSTS);
  if (added.length === 0) return [];
  const services = objects.filter(({ kind }) => kind === 'Service').map(({ name }) => name);
  const own = new Set<unknown>([
    outsideHost(plan),
    ...services.flatMap((name) => [name, `${name}.${plan.place.namespace}.svc.cluster.local`]),
    ...egressOf(plan).map(({ host }) => host),
  ]);
  return added.flatMap((object) => {
    return hostsOf(object)
      .filter((host) => !own.has(host))
      .map(
        (host) =>
          `${object.kind} ${object.name} is about host ${host === undefined ? 'nothing' : JSON.stringify(host)}; expected the model's own host, one of its Services or of its declared egress`,
      );
  });
}
