const BOOLEAN_1_1 = /^(?:(y|yes|on)|n|no|off)$/i;
/** Integers and floats of YAML 1.1 as its readers take them: underscores, binary, octal, base 60. */
const NUMBER_1_1 =
  /^(?:[-+]?0b[01_]+|[-+]?0x[\da-fA-F_]+|[-+]?[1-9][\d_]*(?::[0-5]?\d)+(?:\.[\d_]*)?|[-+]?\d[\d_]*(?:\.[\d_]*(?:[eE][-+]\d+)?)?|\.[\d_]+(?:[eE][-+]\d+)?)$/;
/** Integers and floats of YAML 1.2 (core schema). */
const NUMBER_1_2 = /^(?:0o[0-7]+|0x[\da-fA-F]+|[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?)$/;
/** What both take for the same number. */
const NUMBER_IN_BOTH = /^(?:[-+]?(?:0|[1-9]\d*)|0x[\da-fA-F]+|[-+]?\d+\.\d*(?:[eE][-+]\d+)?|\.\d+(?:[eE][-+]\d+)?)$/;
const NOT_FINITE = /^(?:[-+]?\.inf|\.nan)$/i;
const TYPED_1_1 = /^(?:=|<<)$/;

/**
 * Why a scalar without quotes should not stand as it is: YAML 1.1 readers (PyYAML, Kubernetes) take it for another value than YAML 1.2
 * readers do, or it is no finite, exact number. Dates are let be: every reader here takes them for text.
 * @returns null when it may stand
 */
export function plainProblem(source: string): string | null {
  const boolean = BOOLEAN_1_1.exec(source);
  if (boolean !== null) return `some YAML readers take it for ${boolean[1] === undefined ? 'false' : 'true'}`;
  if (NOT_FINITE.test(source)) return 'it is not a finite number';
  if (TYPED_1_1.test(source)) return 'some YAML readers give it a special meaning';
  if (!NUMBER_1_1.test(source) && !NUMBER_1_2.test(source)) return null;
  if (!NUMBER_IN_BOTH.test(source)) return 'YAML readers take it for different numbers, or some for text';
  const value = Number(source);
  if (!Number.isFinite(value)) return 'it is too large for a number';
  if (Number.isInteger(value) && !Number.isSafeInteger(value)) return 'it is too large to be read exactly';
  return null;
}
