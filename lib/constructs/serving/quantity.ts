const CPU = /^(\d+(\.\d{1,3})?|\d+m)$/;
const MEMORY = /^(\d+)(Mi|Gi)$/;

/** Cores of a CPU quantity such as `1`, `0.5` or `500m`; null for anything else, and for zero. */
export function cores(quantity: string): number | null {
  if (!CPU.test(quantity)) return null;
  const value = Number.parseFloat(quantity) / (quantity.endsWith('m') ? 1000 : 1);
  return value > 0 ? value : null;
}

/** MiB of a memory quantity in `Mi` or `Gi`; null for anything else, and for zero. */
export function mebibytes(quantity: string): number | null {
  const [, number, unit] = MEMORY.exec(quantity) ?? [];
  if (number === undefined) return null;
  const value = Number(number) * (unit === 'Gi' ? 1024 : 1);
  return value > 0 ? value : null;
}
