/** Completion, signature help and hover in long scripts: each in a version of the document that was typed just before. */
import { type Completions, completions } from '../../src/language/completion/completions';
import { diagnostics } from '../../src/language/diagnostics';
import { changeDocument, openDocument, type ScriptDocument } from '../../src/language/document';
import { hover } from '../../src/language/hover/hover';
import { signatureHelp } from '../../src/language/signature/signature-help';
import { emptyWorkspace } from '../../src/language/workspace';
import { longScript } from './long-script';
import { type Result, result } from './result';

const rounds = 150;
const lines = 100_000;

type Feature = (document: ScriptDocument, offset: number) => unknown;

/** All that an editor is sent, the documentation of each item included. */
function everything(document: ScriptDocument, offset: number): number {
  const { items }: Completions = completions(document, offset);
  return items.reduce((sum, { documentation }) => sum + documentation.length, 0);
}

const features: readonly (readonly [name: string, feature: Feature])[] = [
  ['completion', everything],
  ['signature', signatureHelp],
  ['hover', hover],
];

/** The 95th of 100 answers, each in a document in which a key was pressed right before. */
export function languageFeatures(): Result[] {
  let document = openDocument(longScript(lines), { file: '/bench.smtp', workspace: emptyWorkspace });
  diagnostics(document);
  const taken = new Map(features.map(([name]) => [name, [] as number[]]));
  for (let round = 0; round < rounds; round++) {
    const at = (round * 7_919_993) % document.length;
    for (const [name, feature] of features) {
      document = changeDocument(document, [{ range: { start: at, end: at }, text: 'a' }]);
      diagnostics(document);
      const began = performance.now();
      feature(document, at + 1);
      taken.get(name)?.push(performance.now() - began);
      document = changeDocument(document, [{ range: { start: at, end: at + 1 }, text: '' }]);
      diagnostics(document);
    }
  }
  return features.map(([name]) => {
    const sorted = (taken.get(name) ?? []).sort((a, b) => a - b);
    const value = sorted[Math.floor(sorted.length * 0.95)] ?? Number.NaN;
    return result({
      name: `${name}-p95`,
      value,
      unit: `ms at ${lines.toLocaleString('en-US')} lines`,
      peer: 'none',
      ratio: value,
      bar: '<= 10',
    });
  });
}
