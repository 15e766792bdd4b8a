/** HTML of mail made harmless: no scripts, no forms, nothing fetched, no way out; and a word on what was taken out. */
import createDOMPurify from 'dompurify';

export interface CleanHtml {
  /** A whole document for `srcdoc`. */
  readonly document: string;
  /** What was taken out, in words. */
  readonly blocked: readonly string[];
  /** Where links lead; they are not followed. */
  readonly links: readonly { readonly text: string; readonly address: string }[];
}

/** Attributes that make a browser fetch something. */
const fetching = [
  'src',
  'srcset',
  'poster',
  'background',
  'data',
  'xlink:href',
  'lowsrc',
  'dynsrc',
  'longdesc',
  'cite',
];
/** Links that are listed. */
const mostLinks = 200;

/** The document has a policy of its own behind the frame's: were something overlooked here, it could neither run nor fetch. */
const policy = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'";

/** `pictures`: addresses by what the message calls them (RFC 2392); those that are missing are counted among the blocked. */
export function cleanHtml(html: string, pictures: ReadonlyMap<string, string> = new Map()): CleanHtml {
  const purify = createDOMPurify(window);
  const counts = new Map<string, number>();
  const count = (what: string): void => void counts.set(what, (counts.get(what) ?? 0) + 1);
  const links: { text: string; address: string }[] = [];

  purify.addHook('uponSanitizeElement', (node, { tagName }) => {
    const what = elements[tagName];
    if (what) count(what);
    if (tagName === 'style' && node.textContent) node.textContent = cleanCss(node.textContent, count);
  });
  purify.addHook('uponSanitizeAttribute', (_node, data) => {
    const name = data.attrName.toLowerCase();
    if (name.startsWith('on')) count('script');
    if (/^\s*(?:javascript|vbscript):/i.test(data.attrValue)) count('script');
    if (name === 'style') data.attrValue = cleanCss(data.attrValue, count);
    const own = name === 'src' ? pictures.get(idOf(data.attrValue) ?? '') : undefined;
    if (own !== undefined) data.attrValue = own;
    if (!fetching.includes(name) || /^data:image\/(?!svg)/i.test(data.attrValue.trim())) return;
    if (data.attrValue.trim() !== '')
      count(/^\s*cid:/i.test(data.attrValue) ? 'picture of the message itself' : 'remote picture or file');
    data.keepAttr = false;
  });
  purify.addHook('afterSanitizeAttributes', (node) => {
    // A link would lead the frame away.
    for (const name of ['href', 'xlink:href']) {
      const address = node.getAttribute(name);
      if (address === null) continue;
      if (links.length < mostLinks) links.push({ text: (node.textContent ?? '').trim().slice(0, 200), address });
      node.removeAttribute(name);
      node.setAttribute('title', address);
    }
    node.removeAttribute('target');
  });
  const clean = purify.sanitize(html, {
    WHOLE_DOCUMENT: true,
    FORBID_TAGS: [...Object.keys(elements), 'dialog', 'svg', 'math'],
    FORBID_ATTR: ['ping', 'action', 'formaction', 'autofocus', 'contenteditable', 'tabindex', 'accesskey', 'slot'],
    ALLOW_DATA_ATTR: false,
    ALLOW_ARIA_ATTR: true,
  });
  return {
    document: `<!doctype html><meta http-equiv="Content-Security-Policy" content="${policy}"><meta name="referrer" content="no-referrer"><meta name="color-scheme" content="light"><style>body{font-family:sans-serif;overflow-wrap:anywhere}a{text-decoration:underline}</style>${clean}`,
    blocked: [...counts].map(([what, many]) => `${many} × ${what}`),
    links,
  };
}

/** `cid:` names a part of the message by its Content-ID, in which characters may stand as `%hh`. */
function idOf(address: string): string | undefined {
  const [, id] = /^\s*cid:(\S+)\s*$/i.exec(address) ?? [];
  try {
    return id === undefined ? undefined : decodeURIComponent(id);
  } catch {
    return id;
  }
}

/** Elements that are taken out with a word. */
const elements: Readonly<Record<string, string>> = {
  script: 'script',
  iframe: 'embedded page',
  frame: 'embedded page',
  object: 'embedded object',
  embed: 'embedded object',
  applet: 'embedded object',
  form: 'form',
  input: 'form field',
  button: 'form field',
  textarea: 'form field',
  select: 'form field',
  link: 'remote style sheet',
  base: 'base address',
  meta: 'instruction to the browser (meta)',
  audio: 'audio or video',
  video: 'audio or video',
  source: 'audio or video',
  track: 'audio or video',
};

/** Escapes in CSS may hide `url`: a style with any is left out as a whole. */
function cleanCss(css: string, count: (what: string) => void): string {
  if (!/url|@import|image-set|expression|\\/i.test(css)) return css;
  if (/\\/.test(css)) {
    count('style that hides something');
    return '';
  }
  return css
    .replace(/@import[^;]*;?/gi, () => {
      count('remote style sheet');
      // what stands on both sides must not become one word
      return ' ';
    })
    .replace(
      /(?:-webkit-)?image-set\s*\([^)]*\)?|expression\s*\([^)]*\)?|url\s*\(\s*(?!["']?data:image\/(?!svg))[^)]*\)?/gi,
      () => {
        count('remote picture or file');
        return 'none';
      },
    );
}
