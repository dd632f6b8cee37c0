import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

/** What a browser made of one document at one width in one colour scheme, everything that folds opened. */
export interface Seen {
  readonly name: string;
  readonly width: number;
  readonly scheme: 'light' | 'dark';
  /** Pixels that the page is wider than its window, as it comes and with everything opened. */
  readonly beyond: readonly number[];
  /** Text that stands in the document and is not shown. */
  readonly hidden: string;
  readonly characters: number;
  /** The lowest ratio of contrast of a text, and the text. Source: W3C, "Web Content Accessibility Guidelines 2.2", 1.4.3. */
  readonly contrast: { readonly least: number; readonly of: string };
}

export const WIDTHS = [320, 1280] as const;
const SCHEMES = { light: ['#1f2328', '#ffffff', '#eff1f3', '#0969da'], dark: ['#f0f6fc', '#0d1117', '#262c36', '#4493f8'] } as const;

/** What forges say of comments, as far as it decides about width and contrast: long words break, a table scrolls within itself. */
const style = ([text, ground, code, link]: readonly string[]): string => `
  body { margin: 0; padding: 16px; font: 14px/1.5 sans-serif; overflow-wrap: break-word; color: ${text ?? ''}; background: ${ground ?? ''} }
  table { display: block; width: max-content; max-width: 100%; overflow: auto; border-collapse: collapse }
  th, td { padding: 6px 13px; border: 1px solid; overflow-wrap: normal }
  code { white-space: break-spaces; padding: 0.2em 0.4em; background: ${code ?? ''} }
  pre { overflow: auto }
  ul, ol { padding-left: 2em }
  a { color: ${link ?? ''} }`;

/** Runs in the page. */
const MEASURE = `
  const channel = (value) => (value /= 255) <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  const rgb = (color) => color.match(/[\\d.]+/g).map(Number);
  const luminance = ([r, g, b]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
  const groundOf = (view, element) => {
    for (let at = element; at !== null; at = at.parentElement) {
      const found = rgb(view.getComputedStyle(at).backgroundColor);
      if (found.length < 4 || found[3] === 1) return found;
    }
    return [255, 255, 255];
  };
  const bare = (text) => text.replace(/\\s+/g, '');
  const measure = (frame) => {
    const { contentDocument: page, contentWindow: view } = frame;
    const beyond = () => page.documentElement.scrollWidth - page.documentElement.clientWidth;
    const folded = beyond();
    for (const details of page.querySelectorAll('details')) details.open = true;
    const [all, shown] = [bare(page.body.textContent), bare(page.body.innerText)];
    let at = 0;
    while (at < all.length && all[at] === shown[at]) at += 1;
    let contrast = { least: Infinity, of: '' };
    const walker = page.createTreeWalker(page.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      if (node.data.trim() === '') continue;
      const element = node.parentElement;
      const [a, b] = [luminance(rgb(view.getComputedStyle(element).color)), luminance(groundOf(view, element))];
      const least = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
      if (least < contrast.least) contrast = { least, of: node.data.slice(0, 80) };
    }
    const { name, scheme, width } = frame.dataset;
    return { name, scheme, width: Number(width), beyond: [folded, beyond()], hidden: all === shown ? '' : all.slice(at, at + 80), characters: all.length, contrast };
  };
  addEventListener('load', () => {
    const seen = [...document.querySelectorAll('iframe')].map(measure);
    document.getElementById('seen').textContent = btoa(encodeURIComponent(JSON.stringify(seen)));
  });`;

const attribute = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;');

/**
 * What Chromium makes of documents at every width and in every colour scheme.
 * @param documents HTML of what stands in a body, by name
 * @throws Error when there is no Chromium, or it does not answer
 */
export async function look(documents: Readonly<Record<string, string>>): Promise<readonly Seen[]> {
  const frames = Object.entries(documents).flatMap(([name, html]) =>
    Object.entries(SCHEMES).flatMap(([scheme, colors]) =>
      WIDTHS.map((width) => {
        const page = `<!doctype html><meta charset="utf-8"><style>${style(colors)}</style><body>${html}`;
        const size = `style="width:${String(width)}px;height:800px;border:0"`;
        return `<iframe data-name="${name}" data-scheme="${scheme}" data-width="${String(width)}" ${size} sandbox="allow-same-origin" srcdoc="${attribute(page)}"></iframe>`;
      }),
    ),
  );
  const folder = mkdtempSync(path.join(tmpdir(), 'modelgate-browser-'));
  try {
    const file = path.join(folder, 'page.html');
    writeFileSync(file, `<!doctype html><meta charset="utf-8"><body>${frames.join('\n')}<pre id="seen"></pre><script>${MEASURE}</script>`);
    const dom = await dump(file, path.join(folder, 'profile'));
    const [, told] = /<pre id="seen">([A-Za-z0-9+/=]+)<\/pre>/.exec(dom) ?? [];
    if (told === undefined) throw new Error(`Chromium measured nothing: ${dom.slice(-300)}`);
    return JSON.parse(decodeURIComponent(Buffer.from(told, 'base64').toString('latin1'))) as readonly Seen[];
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

function dump(file: string, profile: string): Promise<string> {
  // In containers there is neither a user namespace for its sandbox nor much shared memory; what it loads is ours.
  const flags = [
    '--headless=new',
    '--no-sandbox',
    '--disable-gpu',
    '--disable-dev-shm-usage',
    '--no-first-run',
    `--user-data-dir=${profile}`,
  ];
  return new Promise((resolve, reject) => {
    execFile(chromium(), [...flags, '--dump-dom', pathToFileURL(file).href], { maxBuffer: 256 << 20, timeout: 120_000 }, (error, out) => {
      if (error === null) resolve(out);
      else reject(new Error(`Chromium did not end well: ${error.message.slice(0, 500)}`));
    });
  });
}

/** @throws Error with what to do when there is none */
function chromium(): string {
  const names = ['chromium', 'chromium-browser', 'google-chrome'];
  const folders = (process.env['PATH'] ?? '').split(path.delimiter);
  const found = names.flatMap((name) => folders.map((folder) => path.join(folder, name))).find((file) => existsSync(file));
  if (found !== undefined) return found;
  throw new Error(`no ${names.join(', ')} on the PATH; fix: apt-get install chromium, which Debian and Ubuntu keep up to date`);
}
