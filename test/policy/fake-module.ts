/**
 * What the module does before it returns: hands its text to the host's `opa_println` or `opa_abort`, traps, calls a host's built-in, or counts:
 * adds one to a byte of its memory that starts as 0, and writes the digit into what it returns, as the second character.
 */
type Deed = 'print' | 'abort' | 'trap' | 'ask' | 'count';

/** A WebAssembly module with the exports of a compiled policy, assembled by hand: it does one thing, and returns a fixed text. */
export function fakeModule({
  text,
  deed,
  returns,
}: {
  readonly text: string;
  readonly deed: Deed;
  readonly returns: string;
}): WebAssembly.Module {
  const texts = [returns, text, '{}', '{"main/report":0}'];
  const places = texts.map((_, index) => 1024 + texts.slice(0, index).reduce((sum, text) => sum + encode(text).length + 1, 0));
  const [returned = 0, said = 0, none = 0, entrypoints = 0] = places;
  const i32 = 0x7f;
  const type = (parameters: number, results: number) => [0x60, ...list(fill(parameters, i32)), ...list(fill(results, i32))];
  const constant = (value: number) => [0x41, ...signed(value)];
  const body = (...code: number[]) => sized([0x00, ...code, 0x0b]);
  const call = (index: number) => [0x10, index];
  const drop = 0x1a;
  const load8 = [0x2d, 0x00, 0x00];
  const store8 = [0x3a, 0x00, 0x00];
  const add = 0x6a;
  const deeds: Readonly<Record<Deed, readonly number[]>> = {
    print: [...constant(said), ...call(0)],
    abort: [...constant(said), ...call(1)],
    trap: [0x00],
    ask: [...constant(7), ...constant(0), ...call(2), drop],
    count: [
      ...[...constant(COUNTER), ...constant(COUNTER), ...load8, ...constant(1), add, ...store8],
      ...[...constant(returned + 1), ...constant(COUNTER), ...load8, ...constant(48), add, ...store8],
    ],
  };
  const functions = [
    { name: 'builtins', type: 1, body: body(...constant(none)) },
    { name: 'entrypoints', type: 1, body: body(...constant(entrypoints)) },
    { name: 'opa_heap_ptr_get', type: 1, body: body(...constant(8192)) },
    { name: 'opa_malloc', type: 2, body: body(...constant(4096)) },
    // Handed an address of text, gives it back: values are their own JSON here.
    { name: 'opa_json_dump', type: 2, body: body(0x20, 0x00) },
    { name: 'opa_json_parse', type: 3, body: body(...constant(1)) },
    { name: 'opa_eval', type: 4, body: body(...deeds[deed], ...constant(returned)) },
  ];
  const global = (value: number) => [i32, 0x00, ...constant(value), 0x0b];
  return new WebAssembly.Module(
    new Uint8Array([
      ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
      ...section(1, [type(1, 0), type(0, 1), type(1, 1), type(2, 1), type(7, 1)]),
      ...section(2, [
        [...name('env'), ...name('opa_println'), 0x00, 0x00],
        [...name('env'), ...name('opa_abort'), 0x00, 0x00],
        [...name('env'), ...name('opa_builtin0'), 0x00, 0x03],
        [...name('env'), ...name('memory'), 0x02, 0x00, 0x01],
      ]),
      ...section(
        3,
        functions.map(({ type: index }) => [index]),
      ),
      ...section(6, [global(1), global(3)]),
      ...section(7, [
        [...name('opa_wasm_abi_version'), 0x03, 0x00],
        [...name('opa_wasm_abi_minor_version'), 0x03, 0x01],
        ...functions.map(({ name: exported }, index) => [...name(exported), 0x00, index + IMPORTED]),
      ]),
      ...section(
        10,
        functions.map(({ body: code }) => code),
      ),
      ...section(
        11,
        texts.map((text, index) => [0x00, ...constant(places[index] ?? 0), 0x0b, ...sized([...encode(text), 0])]),
      ),
    ]),
  );
}

/** Functions that come before the module's own. */
const IMPORTED = 3;
/** Address of a byte that no text lies at. */
const COUNTER = 6000;

const encode = (text: string) => [...new TextEncoder().encode(text)];
const fill = (count: number, value: number) => new Array<number>(count).fill(value);
const sized = (bytes: readonly number[]) => [...unsigned(bytes.length), ...bytes];
const list = (bytes: readonly number[]) => sized(bytes);
const name = (text: string) => sized(encode(text));
const section = (id: number, entries: readonly (readonly number[])[]) => [id, ...sized([...unsigned(entries.length), ...entries.flat()])];

function unsigned(value: number): number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...unsigned(value >>> 7)];
}

function signed(value: number): number[] {
  return value < 0x40 ? [value] : [(value & 0x7f) | 0x80, ...signed(value >> 7)];
}
