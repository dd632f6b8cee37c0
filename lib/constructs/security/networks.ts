import type { Egress } from '../../contracts/spec/traffic.ts';
import { isClusterHost, namespaceOfHost } from '../traffic/cluster-host.ts';
import { namespaceNamed } from './mesh.ts';

/** What is not on the internet (RFC 1918, RFC 6598, loopback and link-local, where clouds keep credentials). */
const PRIVATE = ['10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.168.0.0/16'];

/** A rule of a NetworkPolicy for a host that pods may call. It knows no names: for a host outside, the mesh narrows its addresses. */
export function toHost({ host, port, targetPort, cidr }: Egress) {
  const to = isClusterHost(host)
    ? namespaceNamed(namespaceOfHost(host))
    : { ipBlock: cidr === undefined ? { cidr: '0.0.0.0/0', except: PRIVATE } : { cidr } };
  return { to: [to], ports: [{ protocol: 'TCP' as const, port: targetPort ?? port }] };
}
