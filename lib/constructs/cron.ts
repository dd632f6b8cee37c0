interface Field {
  readonly name: string;
  readonly min: number;
  readonly max: number;
  readonly names?: readonly string[];
}

const FIELDS = [
  { name: 'minute', min: 0, max: 59 },
  { name: 'hour', min: 0, max: 23 },
  { name: 'day of month', min: 1, max: 31 },
  { name: 'month', min: 1, max: 12, names: ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'] },
  { name: 'day of week', min: 0, max: 6, names: ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'] },
] as const satisfies readonly Field[];

/** The most days that a month can have. */
const DAYS_OF = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;

/** The numbers that one field stands for; null when it is no such field. */
function valuesOf(text: string, { min, max, names = [] }: Field): readonly number[] | null {
  const number = (word: string): number | null => {
    const named = names.indexOf(word.toUpperCase());
    if (named >= 0) return named + min;
    return /^\d{1,2}$/.test(word) && Number(word) >= min && Number(word) <= max ? Number(word) : null;
  };
  const values = new Set<number>();
  for (const part of text.split(',')) {
    const match = /^(?:(\*)|([A-Za-z0-9]+)(?:-([A-Za-z0-9]+))?)(?:\/([1-9]\d?))?$/.exec(part);
    if (match === null) return null;
    const [, star, first, last, step] = match;
    const from = star === undefined ? number(first ?? '') : min;
    // `5/15` means from 5 on, as in `5-59/15`.
    const to = star !== undefined || (last === undefined && step !== undefined) ? max : number(last ?? first ?? '');
    if (from === null || to === null || to < from) return null;
    for (let value = from; value <= to; value += Number(step ?? 1)) values.add(value);
  }
  return [...values];
}

/**
 * What is wrong with a cron schedule of five fields, as robfig/cron reads them (Argo CD, Argo Workflows); null when nothing is.
 * One that never comes is wrong too: Argo CD takes a window with such a schedule for always open.
 */
export function cronProblem(schedule: string): string | null {
  const texts = schedule.split(' ');
  if (texts.length !== FIELDS.length) return 'expected five fields: minute, hour, day of month, month, day of week';
  const sets: (readonly number[])[] = [];
  for (const [index, field] of FIELDS.entries()) {
    const values = valuesOf(texts[index] ?? '', field);
    if (values === null) return `expected ${field.name} to be *, or numbers from ${String(field.min)} to ${String(field.max)}`;
    sets.push(values);
  }
  const [, , days = [], months = []] = sets;
  const comes = months.some((month) => days.some((day) => day <= (DAYS_OF[month - 1] ?? 0)));
  return comes || !texts[4]?.startsWith('*') ? null : 'expected a day that its months have';
}
