/** A regular expression (RE2) that matches one text and nothing else: what a Sensor's filter of type `string` takes for a value. */
export function exactly(text: string): string {
  return `^${text.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&')}$`;
}
