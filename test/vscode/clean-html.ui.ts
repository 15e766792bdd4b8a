/** HTML that means harm, made harmless in a real browser: by the cleaner alone, without the frame and the policy that stand behind it. */
import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { build } from 'esbuild';
import type { Scenario } from './scenario';

const away = 'http://tracker.example';
const run = 'parent.pwned = true';

/** What could load, run or lead away, by name; each is a message of its own. */
const hostile: Readonly<Record<string, string>> = {
  script: `<script>${run}</script>`,
  'script in an attribute': `<img src=x onerror="${run}"><body onload="${run}"><details open ontoggle="${run}">x</details>`,
  'script with odd spaces': `<img/src="x"/onerror=${run.replaceAll(' ', '')}><svg\tonload\n=\n"${run}">`,
  'focus by itself': `<input autofocus onfocus="${run}"><div tabindex=0 autofocus onfocus="${run}">x</div>`,
  'a javascript link': `<a href="java\tscript:${run}">x</a><a href=" javascript:${run}">x</a><a href="&#106;avascript:${run}">x</a>`,
  'a data link': `<a href="data:text/html,<script>${run}</script>">x</a>`,
  'a frame': `<iframe src="${away}/frame"></iframe><iframe srcdoc="<script>top.pwned = true</script>"></iframe>`,
  'a frame that ends ours': `</iframe></body></html><script>${run}</script><img src="${away}/end.png">`,
  objects: `<object data="${away}/o"></object><embed src="${away}/e"><applet code="${away}/a"></applet>`,
  pictures: `<img src="${away}/1.png" srcset="${away}/2.png 2x"><picture><source srcset="${away}/3.png"><img></picture>`,
  'pictures behind tables': `<table background="${away}/t.png"><td background="${away}/d.png">x</td></table><body background="${away}/b.png">`,
  'pictures without a scheme':
    '<img src="//tracker.example/n.png"><img src="\\\\tracker.example/w.png"><img src="/p.png">',
  media: `<video src="${away}/v" poster="${away}/p" autoplay></video><audio src="${away}/a" autoplay><track src="${away}/t">`,
  'links to load': `<link rel=stylesheet href="${away}/s.css"><link rel=preload as=image href="${away}/l"><link rel=prefetch href="${away}/f"><link rel=dns-prefetch href="${away}"><link rel=icon href="${away}/i">`,
  'another base': `<base href="${away}/"><img src="b.png"><a href="x" id=x>x</a>`,
  'another page': `<meta http-equiv="refresh" content="0;url=${away}/r"><meta http-equiv="Content-Security-Policy" content="img-src *">`,
  'style that loads': `<style>@import "${away}/i.css"; @import url(${away}/j.css); p { background: url(${away}/s.png) } @font-face { font-family: f; src: url(${away}/f.woff) } p { font-family: f }</style><p>x</p>`,
  'an import within an import': `<style>@imp@import;ort "${away}/split.css"; p { background: uurl(x)rl(${away}/split.png) }</style><p>x</p>`,
  'style that loads without an end': `<style>p { background: url("${away}/open.png</style><p>x</p>`,
  'style in disguise': `<p style="background: u\\72 l(${away}/c.png)">x</p><style>p { background: \\75rl(${away}/d.png) }</style><p style="background:/**/url(/**/${away}/e.png)">x</p>`,
  'style by other functions': `<p style="background-image: image-set('${away}/1x.png' 1x)">x</p><p style="background-image: -webkit-image-set(url(${away}/2x.png) 1x)">x</p><p style="background: image('${away}/i.png'); cursor: url(${away}/c.cur), auto; list-style: url(${away}/l.png); content: url(${away}/t.png); mask: url(${away}/m.svg#x); border-image: url(${away}/bi.png) 1; filter: url(${away}/fi.svg#f)">x</p>`,
  'style by variables': `<style>:root { --u: url(${away}/v.png) } p { background: var(--u) }</style><p>x</p><p style="--s: '${away}/w.png'; background: image-set(var(--s) 1x)">x</p>`,
  'style that ends early': `<style>p::after { content: "</style><img src=x onerror='${run}'>" }</style>`,
  'style with an escape in a text': `<style>@import\\20 "${away}/esc.css";</style>`,
  svg: `<svg><script>${run}</script><image href="${away}/1"/><use href="${away}/u.svg#x"/><a xlink:href="javascript:${run}"><text>x</text></a><animate onbegin="${run}" attributeName=x dur=1s /><foreignObject><img src="${away}/f.png"></foreignObject></svg>`,
  'svg that sets': `<svg><a><set attributeName=href to="javascript:${run}"/><text>x</text></a><style>@import "${away}/svg.css";</style></svg>`,
  'a picture of svg': `<img src="data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg'><image href='${away}/nested.png'/></svg>">`,
  mathml: `<math><mtext><table><mglyph><style><img src=x onerror="${run}"></style></mglyph></table></mtext></math><math href="javascript:${run}">x</math>`,
  'what is read twice': `<form><math><mtext></form><form><mglyph><style></math><img src=x onerror="${run}">`,
  'comments that are not': `<!--><img src=x onerror="${run}">--><!--!><img src=x onerror="${run}"><![CDATA[><img src=x onerror="${run}">]]>`,
  'what is no script': `<noscript><p title="</noscript><img src=x onerror='${run}'>"></noscript><template><img src="${away}/t.png" onerror="${run}"></template><xmp><p title="</xmp><img src=x onerror='${run}'>"></xmp>`,
  'text areas and titles': `<textarea></textarea><img src=x onerror="${run}"></textarea><title></title><img src=x onerror="${run}"></title><plaintext><img src=x onerror="${run}">`,
  forms: `<form id=f action="${away}/f"><input name=q value=1><button id=b formaction="${away}/g">x</button></form><button form=f>y</button><input type=image src="${away}/i.png">`,
  pings: `<a href="${away}/x" ping="${away}/ping" id=a>x</a><area href="${away}/area">`,
  'names that hide properties': `<img name=body><form name=getElementById></form><img id=cookie><a id=location href="${away}">x</a>`,
  'old attributes': `<img lowsrc="${away}/low.png" dynsrc="${away}/dyn.avi"><blockquote cite="${away}/cite">x</blockquote><bgsound src="${away}/bg.wav"><layer src="${away}/layer"></layer>`,
  'embedded pages of the parent': `<a href="#" target="_parent" onclick="${run}">x</a><dialog open><form method=dialog><button>x</button></form></dialog><marquee onstart="${run}">x</marquee>`,
  'a shadow': `<div><template shadowrootmode=open><img src="${away}/shadow.png"><slot onslotchange="${run}"></slot></template>x</div>`,
  'speculation rules': `<script type="speculationrules">{"prefetch":[{"source":"list","urls":["${away}/spec"]}]}</script>`,
  'a harmless picture': '<img src="data:image/gif;base64,R0lGODlhAQABAIAAAAUEBAAAACwAAAAAAQABAAACAkQBADs=">',
};

const judging: Scenario = {
  name: 'no HTML runs, loads or leads away, even without the frame’s own fences',
  run: async ({ page: workbench }) => {
    const { outputFiles } = await build({
      stdin: {
        contents: `export { cleanHtml } from './src/extension/message-view/webview/clean-html';`,
        resolveDir: resolve('.'),
      },
      bundle: true,
      write: false,
      format: 'iife',
      globalName: 'mail',
    });
    const page = await workbench.context().newPage();
    const asked: string[] = [];
    await page.route('**/*', (route) => {
      const url = route.request().url();
      if (url === 'http://localhost/')
        return route.fulfill({ contentType: 'text/html', body: '<!doctype html><body></body>' });
      asked.push(url);
      return route.abort();
    });
    await page.goto('http://localhost/');
    await page.addScriptTag({ content: outputFiles[0]?.text ?? '' });
    const show = async (source: string, clean: boolean): Promise<boolean> =>
      Boolean(await page.evaluate(`(${shown})(${JSON.stringify(source)}, ${clean})`));

    // the fences work: what is not cleaned does run and does load
    assert.equal(await show(hostile.script ?? '', false), true, 'a script that is left alone runs');
    await show(hostile.pictures ?? '', false);
    assert.notDeepEqual(asked.splice(0), [], 'a picture that is left alone is asked for');

    for (const [name, source] of Object.entries(hostile)) {
      assert.equal(await show(source, true), false, `${name}: something ran`);
      assert.deepEqual(asked.splice(0), [], `${name}: something was asked for`);
      assert.equal(page.url(), 'http://localhost/', `${name}: the page was left`);
      assert.equal(page.context().pages().length, 2, `${name}: a page was opened`);
    }
    await page.close();
  },
};

/**
 * Runs in the page, whose types these tests do not have: shows the document in a frame that may run and load, presses and points at
 * everything in it, and says whether anything ran. The policy that the document brings along is taken out.
 */
const shown = `async (source, clean) => {
  globalThis.pwned = false;
  const frame = document.createElement('iframe');
  const text = clean ? mail.cleanHtml(source).document : source;
  frame.srcdoc = text.replace(/<meta http-equiv="Content-Security-Policy"[^>]*>/, '');
  const loaded = new Promise((resolve) => frame.addEventListener('load', resolve));
  document.body.append(frame);
  await loaded;
  const inside = frame.contentDocument;
  for (const node of inside?.querySelectorAll('*') ?? []) {
    node.dispatchEvent(new MouseEvent('mouseover', { bubbles: true }));
    node.focus?.();
    node.click?.();
  }
  // what the clicks began has begun after two frames
  await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  frame.remove();
  return globalThis.pwned;
}`;

export const scenarios: readonly Scenario[] = [judging];
