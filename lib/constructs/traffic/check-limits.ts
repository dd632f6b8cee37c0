import type { Check } from '../check.ts';

export const checkLimits: Check = ({ traffic: { rateLimit, issuers = [] } }, { mistakes }) => {
  if (rateLimit !== undefined && rateLimit.burst < rateLimit.requestsPerSecond) {
    mistakes.note(
      'traffic.rateLimit.burst',
      rateLimit.burst,
      `expected at least requestsPerSecond, ${String(rateLimit.requestsPerSecond)}: a bucket that holds less never lets that many through`,
      'Raise burst, or lower requestsPerSecond.',
    );
  }
  const names = issuers.map(({ issuer }) => issuer);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) {
    mistakes.note('traffic.issuers', twice, 'expected each issuer once', 'Name all its audiences in one entry.');
  }
};
