/** What mends a problem: edits of the document, made when they are asked for. */
import type { Problem, Range } from '../base';
import { analysed } from './analysis';
import { type ScriptDocument, sectionIndexAt } from './document';
import { documentProblems } from './document-rules';
import { type Fix, type Found, movedFix, movedRange } from './found';
import { scriptFixes } from './script-fixes';

export type { Fix } from './found';

/** The fixes of a problem that `diagnostics` gave, or of all problems that touch a range; the best first. */
export function fixes(document: ScriptDocument, of: Problem | Range): readonly Fix[] {
  const wanted = 'id' in of ? of : undefined;
  const at = 'id' in of ? of.range : of;
  const now = analysed(document);
  const all: Fix[] = [];
  const first = sectionIndexAt(document, at.start);
  const last = sectionIndexAt(document, at.end);
  const inDocument = documentProblems(document, now);
  for (let index = Math.max(0, first - 1); index <= last; index++) {
    const section = document.sections[index];
    const found: readonly Found[] = [...(now.found[index] ?? []), ...inDocument.filter((one) => one.section === index)];
    if (!section) continue;
    for (const { problem, fixes: own, fromScript } of found) {
      const place = movedRange(problem.range, section.start);
      const meant = wanted
        ? wanted.id === problem.id && place.start === at.start && place.end === at.end
        : place.start <= at.end && place.end >= at.start;
      if (!meant) continue;
      const more = fromScript ? scriptFixes(section, problem) : [];
      for (const fix of [...own, ...more]) all.push(movedFix(fix, section.start));
    }
  }
  return unique(all);
}

/** Two problems at one place may have the same fix. */
function unique(all: readonly Fix[]): readonly Fix[] {
  const seen = new Set<string>();
  const different = all.filter((fix) => {
    const key = JSON.stringify(fix.edits);
    return !seen.has(key) && seen.add(key);
  });
  return different.toSorted((a, b) => Number(b.preferred ?? false) - Number(a.preferred ?? false));
}

/** A text after a fix. */
export function applyFix(text: string, fix: Fix): string {
  let result = '';
  let at = 0;
  for (const edit of [...fix.edits].sort((a, b) => a.range.start - b.range.start)) {
    result += text.slice(at, edit.range.start) + edit.text;
    at = Math.max(at, edit.range.end);
  }
  return result + text.slice(at);
}
