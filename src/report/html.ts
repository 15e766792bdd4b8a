/** One self-contained page: outcomes at the top, each session's dialogue folded beneath. No script, no outside content. */
import { dialogueLines, milliseconds } from './dialogue';
import { failureLines } from './failure-text';
import { locator } from './locate';
import { plain, type Reporter, type ReportOptions } from './reporter';
import { tally } from './tally';

/** Lines of one session's dialogue that the page holds; the rest is counted. */
const dialogueLimit = 2_000;

const style = `
:root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif; }
body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
summary { cursor: pointer; padding: .2rem 0; }
pre { overflow-x: auto; padding: .8rem; border: 1px solid #8884; border-radius: 6px; font: 13px/1.45 ui-monospace, monospace; }
.passed > summary::after { content: " ✓"; color: #2a8a3e; } .failed > summary::after { content: " ✗"; color: #d1242f; }
.skipped > summary::after, .cancelled > summary::after { content: " ○"; color: #9a6700; }
.C { color: #0969da; } .note { opacity: .7; } .yellow { color: #9a6700; } .bad { color: #d1242f; }
@media (prefers-color-scheme: dark) { .C { color: #58a6ff; } .bad, .failed > summary::after { color: #ff7b72; } .yellow { color: #d29922; } }
`;

export function html(options: ReportOptions): Reporter {
  const locate = locator(options);
  const results = tally();
  const dialogues = new Map<string, { lines: string[]; more: number }>();
  const sections: string[] = [];
  return {
    event(file, event) {
      const key = `${file}\n${event.session}`;
      if (options.dialogues && event.session !== undefined) {
        const held = dialogues.get(key) ?? { lines: [], more: 0 };
        dialogues.set(key, held);
        for (const line of dialogueLines(event)) {
          const kind = line.mark === 'C:' ? 'C' : line.mark === 'S:' ? 'S' : 'note';
          const name = line.connection ? `${line.connection} ` : '';
          if (held.lines.length >= dialogueLimit) held.more++;
          else
            held.lines.push(
              `<span class="${kind} ${line.colour ?? ''}">${text(`${name}${line.mark} ${line.text}`)}</span>`,
            );
        }
      }
      const done = results.event(file, event);
      if (!done) return '';
      const { lines, more } = dialogues.get(key) ?? { lines: [], more: 0 };
      dialogues.delete(key);
      const failure = done.failure
        ? `<pre class="bad">${text(failureLines(done.failure, done.failure.place && locate(done.failure.place), plain).join('\n'))}</pre>`
        : '';
      const rest = more > 0 ? `\n… ${more} more lines` : '';
      const dialogue = lines.length > 0 ? `<pre>${lines.join('\n')}${rest}</pre>` : '';
      const why = done.reason ? `: ${text(done.reason)}` : '';
      sections.push(
        `<details class="${done.outcome}"${done.failure ? ' open' : ''}><summary>${text(options.name(file))} — ${text(done.title)}${why} (${milliseconds(done.ms)})</summary>${failure}${dialogue}</details>`,
      );
      return '';
    },
    end(ms) {
      const { passed, failed, skipped, cancelled } = results.counts;
      const summary = `${passed} passed, ${failed} failed, ${skipped + cancelled} skipped in ${milliseconds(ms)}`;
      return `<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Mailwright: ${summary}</title><style>${style}</style></head>\n<body><h1>${summary}</h1>\n${sections.join('\n')}\n</body></html>\n`;
    },
  };
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };
const text = (raw: string): string => raw.replace(/[&<>]/g, (character) => entities[character] ?? '');
