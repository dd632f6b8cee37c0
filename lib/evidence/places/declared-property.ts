/** What ends a run of plain code: a text, a comment, or a bracket. */
const TOKEN = /\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|'(?:[^'\\\n]|\\.)*'?|"(?:[^"\\\n]|\\.)*"?|`|[{}()[\],;:]|[A-Za-z_$][\w$]*|\S/gy;

interface Property {
  readonly name: string;
  readonly depth: number;
  readonly offset: number;
}

/**
 * The line, from 1, on which a declaration sets a property: `rollout` in `super(scope, 'churn', { rollout: canary() })`. The text is looked at, never
 * run: a name with a colon that begins an entry of an object, outside of texts and comments. Of several the one that is nested least;
 * null where there is none, or two stand equally near: then nothing is proven.
 */
export function declaredProperty(source: string, name: string): number | null {
  const found = properties(source).filter((property) => property.name === name);
  const least = Math.min(...found.map(({ depth }) => depth));
  const [only, another] = found.filter(({ depth }) => depth === least);
  return only === undefined || another !== undefined ? null : source.slice(0, only.offset).split('\n').length;
}

function properties(source: string): readonly Property[] {
  const found: Property[] = [];
  let brackets: string[] = [];
  let before = '';
  let candidate: Property | null = null;
  TOKEN.lastIndex = 0;
  for (let at = 0; at < source.length;) {
    if (/\s/.test(source[at] ?? '')) {
      at += 1;
      continue;
    }
    TOKEN.lastIndex = at;
    const token = TOKEN.exec(source)?.[0] ?? '';
    if (token === '') break;
    const next = token === '`' ? endOfTemplate(source, at + 1) : at + token.length;
    if (token.startsWith('//') || token.startsWith('/*')) {
      at = next;
      continue;
    }
    if (token === ':' && candidate !== null) found.push(candidate);
    const begins = brackets.at(-1) === '{' && (before === '{' || before === ',');
    candidate = begins && /^[A-Za-z_$]/.test(token) ? { name: token, depth: brackets.length, offset: at } : null;
    if (/^[{([]$/.test(token)) brackets.push(token);
    if (/^[})\]]$/.test(token)) brackets = brackets.slice(0, -1);
    before = token;
    at = next;
  }
  return found;
}

/** The place after the closing backtick; what stands in `${}` is code, and may hold texts of its own. */
function endOfTemplate(source: string, from: number): number {
  let at = from;
  while (at < source.length) {
    if (source[at] === '`') return at + 1;
    if (source.startsWith('${', at)) at = endOfHole(source, at + 2);
    else at += source[at] === '\\' ? 2 : 1;
  }
  return source.length;
}

function endOfHole(source: string, from: number): number {
  let at = from;
  for (let open = 1; at < source.length;) {
    TOKEN.lastIndex = at;
    const token = TOKEN.exec(source)?.[0] ?? ' ';
    if (token === '{') open += 1;
    if (token === '}') open -= 1;
    at = token === '`' ? endOfTemplate(source, at + 1) : at + token.length;
    if (open === 0) return at;
  }
  return source.length;
}
