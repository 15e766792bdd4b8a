// Packages the extension as a .vsix from a staged folder: dist, syntaxes, media and a manifest without development parts.
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** Octets: an editor extension that is slow to fetch is not tried. */
const largest = 1_500_000;

const manifest = JSON.parse(readFileSync('package.json', 'utf8'));
// The types are newer than the oldest editor that is served; vsce would take them for a requirement.
for (const part of ['devDependencies', 'scripts', 'private', 'bin']) delete manifest[part];

execFileSync(process.execPath, ['build.mjs'], { stdio: 'inherit' });
const stage = mkdtempSync(join(tmpdir(), 'mailwright-package-'));
try {
  for (const part of ['dist', 'syntaxes', 'media', 'README.md', 'CHANGELOG.md', 'LICENSE', '.vscodeignore']) {
    if (existsSync(part)) cpSync(part, join(stage, part), { recursive: true });
  }
  writeFileSync(join(stage, 'package.json'), JSON.stringify(manifest, undefined, 2));
  const output = resolve(`${manifest.name}-${manifest.version}.vsix`);
  execFileSync(
    process.execPath,
    // README's links stay relative: there is no public repository to point them to
    [
      resolve('node_modules/@vscode/vsce/vsce'),
      'package',
      '--no-dependencies',
      '--no-rewrite-relative-links',
      '--out',
      output,
    ],
    { cwd: stage, stdio: ['ignore', 'inherit', 'inherit'] },
  );
  const { size } = statSync(output);
  if (size > largest) throw new Error(`${output} has ${size} octets, more than ${largest}: what came in?`);
} finally {
  rmSync(stage, { recursive: true, force: true });
}
