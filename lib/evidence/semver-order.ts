import { byCodeUnit } from '../by-code-unit.ts';
import { SEMVER } from '../contracts/common.ts';

const PATTERN = new RegExp(SEMVER);

/** Decimal digits compared as numbers of any length. */
function compareDigits(a: string, b: string): number {
  return a.length - b.length || byCodeUnit(a, b);
}

function compareIdentifiers(a: string, b: string): number {
  const aIsNumber = /^\d+$/.test(a);
  const bIsNumber = /^\d+$/.test(b);
  if (aIsNumber && bIsNumber) return compareDigits(a.replace(/^0+(?=\d)/, ''), b.replace(/^0+(?=\d)/, ''));
  if (aIsNumber !== bIsNumber) return aIsNumber ? -1 : 1;
  return byCodeUnit(a, b);
}

function split(version: string): { readonly core: readonly string[]; readonly pre: readonly string[] } {
  const dash = version.indexOf('-');
  const core = dash === -1 ? version : version.slice(0, dash);
  return { core: core.split('.'), pre: dash === -1 ? [] : version.slice(dash + 1).split('.') };
}

/**
 * Precedence of two versions by Semantic Versioning 2.0.0, section 11.
 * @returns negative when `a` comes first, 0 when equal, positive when `b` does; null when one of them is not SemVer
 */
export function compareVersions(a: string, b: string): number | null {
  if (!PATTERN.test(a) || !PATTERN.test(b)) return null;
  const left = split(a);
  const right = split(b);
  for (let index = 0; index < 3; index++) {
    const order = compareDigits(left.core[index] ?? '', right.core[index] ?? '');
    if (order !== 0) return order;
  }
  // A release comes after its pre-releases.
  if (left.pre.length === 0 || right.pre.length === 0) return Number(left.pre.length === 0) - Number(right.pre.length === 0);
  for (let index = 0; index < Math.min(left.pre.length, right.pre.length); index++) {
    const order = compareIdentifiers(left.pre[index] ?? '', right.pre[index] ?? '');
    if (order !== 0) return order;
  }
  return left.pre.length - right.pre.length;
}
