import { Ajv, type ValidateFunction } from 'ajv';
import { readFileSync } from 'node:fs';
import path from 'node:path';

interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required?: boolean;
  readonly schema: object;
}

interface Content {
  readonly content?: Readonly<Record<string, { readonly schema: object; readonly examples?: Readonly<Record<string, Reference>> }>>;
}

interface Reference {
  readonly $ref?: string;
  readonly value?: unknown;
}

interface Described {
  readonly parameters?: readonly (Parameter & Reference)[];
  readonly requestBody?: Content;
  readonly responses: Readonly<Record<string, Content & Reference>>;
}

interface Description {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Described>>>>;
  readonly components: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** One operation that GitHub describes. */
export interface Operation {
  /** `GET /repos/{owner}/{repo}/pulls`. */
  readonly name: string;
  readonly described: Described;
}

const JSON_TYPE = 'application/json';
const PATH_PARAMETERS = /\{([a-z_]+)\}/g;

/** GitHub says these of itself once, not with each operation. */
const ANYWHERE = new Set([401, 403, 404, 409, 410, 415, 429]);

/** OpenAPI 3.0 writes "or null" beside a schema; JSON Schema writes it as another choice. */
function withNull(_: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !('nullable' in value) || typeof value.nullable !== 'boolean') return value;
  const { nullable, ...schema } = value;
  return nullable ? { anyOf: [schema, { type: 'null' }] } : schema;
}

const description = JSON.parse(readFileSync(path.join(import.meta.dirname, 'openapi.json'), 'utf8'), withNull) as Description;
const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false, inlineRefs: false });
ajv.addSchema({ $id: 'github', components: description.components });

const compiled = new Map<object, ValidateFunction>();

/** References of the description lead to its components. */
function validator(schema: object): ValidateFunction {
  const known = compiled.get(schema);
  if (known !== undefined) return known;
  const absolute = JSON.parse(JSON.stringify(schema).replaceAll('"#/components/', '"github#/components/')) as object;
  const made = ajv.compile(absolute);
  compiled.set(schema, made);
  return made;
}

function resolved<T extends Reference>(one: T): T {
  if (one.$ref === undefined) return one;
  const [, , section = '', name = ''] = one.$ref.split('/');
  return description.components[section]?.[name] as T;
}

const routes = Object.entries(description.paths).map(([template, operations]) => {
  // A path or a branch may hold slashes, which clients encode or not.
  const pattern = template.replaceAll(/\{(path|ref|branch)\}/g, '(.+)').replaceAll(PATH_PARAMETERS, '([^/]+)');
  return { template, operations, pattern: new RegExp(`^${pattern}$`), plain: template.replaceAll(PATH_PARAMETERS, '').length };
});
// The most specific route wins: `/pulls/{n}/reviews` before `/contents/{path}`.
routes.sort((a, b) => b.plain - a.plain);

/** The operation that a request is for; null when GitHub describes none such. */
export function operationOf(method: string, pathname: string): Operation | null {
  for (const { template, operations, pattern } of routes) {
    const described = operations[method.toLowerCase()];
    if (described !== undefined && pattern.test(pathname)) return { name: `${method} ${template}`, described };
  }
  return null;
}

function faults(what: string, schema: object, value: unknown): readonly string[] {
  const validate = validator(schema);
  if (validate(value)) return [];
  return (validate.errors ?? []).slice(0, 5).map(({ instancePath, message }) => `${what}${instancePath}: ${message ?? ''}`);
}

/** What GitHub would not know in a request: parameters, fields, values. */
export function requestFaults({ name, described }: Operation, url: URL, body: unknown): readonly string[] {
  const parameters = (described.parameters ?? []).map((parameter) => resolved(parameter)).filter((one) => one.in === 'query');
  const query = [...url.searchParams].flatMap(([key, value]) => {
    const parameter = parameters.find((one) => one.name === key);
    if (parameter === undefined) return [`${name}: no query parameter ${key}`];
    const { type } = parameter.schema as { readonly type?: string };
    return faults(`${name} ?${key}`, parameter.schema, type === 'integer' ? Number(value) : value);
  });
  const schema = described.requestBody?.content?.[JSON_TYPE]?.schema;
  if (schema === undefined) return body === undefined ? query : [...query, `${name}: takes no body`];
  const { properties = {} } = schema as { readonly properties?: object };
  const unknown = Object.keys(body as object).filter((key) => !(key in properties));
  return [...query, ...unknown.map((key) => `${name}: no field ${key}`), ...faults(`${name} body`, schema, body)];
}

/** What an answer of ours has that GitHub's would not. */
export function answerFaults({ name, described }: Operation, status: number, data: unknown): readonly string[] {
  const what = `${name} ${String(status)}`;
  const answer = described.responses[String(status)];
  if (answer === undefined) {
    // Servers in between fail as they like.
    if (status >= 500) return [];
    const schema = { $ref: '#/components/schemas/basic-error' };
    return ANYWHERE.has(status) ? faults(what, schema, data) : [`${what}: GitHub gives no such answer`];
  }
  const schema = resolved(answer).content?.[JSON_TYPE]?.schema;
  if (schema === undefined) return data === null || status >= 400 ? [] : [`${what}: has no body`];
  return faults(what, schema, data);
}

/** An example that GitHub publishes of an answer: spread it, and say what is different. */
export function exampleOf(name: string): Readonly<Record<string, unknown>> {
  const found = (description.components['examples']?.[name] as Reference | undefined)?.value;
  if (found === undefined) throw new Error(`GitHub publishes no example ${name}`);
  return (Array.isArray(found) ? found[0] : found) as Readonly<Record<string, unknown>>;
}

/** An answer that refuses, as GitHub words them. */
export function refusal(status: number, message: string): readonly [status: number, data: unknown] {
  return [status, { message, documentation_url: 'https://docs.github.example/rest', status: String(status) }];
}
