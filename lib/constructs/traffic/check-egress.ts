import type { Check } from '../check.ts';
import { isHostName } from '../names.ts';
import { isClusterHost, looksLikeClusterHost } from './cluster-host.ts';

/** Both are read by the name that the client asks for; the proxy sees no further. */
const asSeen = (protocol: string) => (protocol === 'HTTPS' ? 'TLS' : protocol);

export const checkEgress: Check = ({ traffic: { egress = [] } }, { mistakes }) => {
  const seen = new Set<string>();
  egress.forEach(({ host, port, protocol, targetPort, cidr }, index) => {
    const here = `traffic.egress[${String(index)}]`;
    if (!isHostName(host)) {
      mistakes.note(`${here}.host`, host, 'expected one full host name, without wildcards', 'Name each host that the model calls.');
      return;
    }
    if (looksLikeClusterHost(host) && !isClusterHost(host)) {
      mistakes.note(`${here}.host`, host, 'expected <service>.<namespace>.svc.cluster.local', 'Write the full name of the Service.');
    }
    if (cidr !== undefined && isClusterHost(host)) {
      mistakes.note(`${here}.cidr`, cidr, 'expected none for a Service: its pods are found by their namespace', 'Remove cidr.');
    }
    if (
      cidr
        ?.split('/')[0]
        ?.split('.')
        .some((octet) => Number(octet) > 255) === true
    ) {
      mistakes.note(`${here}.cidr`, cidr, 'expected four numbers up to 255 and a prefix length', 'Correct the range.');
    }
    if (targetPort !== undefined && !isClusterHost(host)) {
      mistakes.note(`${here}.targetPort`, targetPort, 'expected none for a host outside the cluster', 'Remove targetPort.');
    }
    const place = `${host}:${String(port)}`;
    if (seen.has(place)) mistakes.note(here, place, 'expected each host and port once', 'Remove one of the two.');
    seen.add(place);
    // One port is one listener of the proxy: by the name that is asked for it can tell hosts apart, not protocols.
    const other = egress.slice(0, index).find((earlier) => earlier.port === port && earlier.host !== host);
    if (other !== undefined && asSeen(other.protocol) !== asSeen(protocol)) {
      mistakes.note(
        `${here}.protocol`,
        protocol,
        `expected ${other.protocol}, as for ${other.host} on the same port`,
        'Use one protocol a port.',
      );
    } else if (other !== undefined && protocol === 'TCP') {
      mistakes.note(
        here,
        place,
        `expected another port than ${other.host}: over plain TCP, hosts on one port can't be told apart`,
        'Use TLS, or another port.',
      );
    }
  });
};
