/** The kinds of recordings that can be pasted: one row a kind. */
import type { Importer } from './dialogue';
import { curl } from './importers/curl';
import { imapflow } from './importers/imapflow';
import { imaplib } from './importers/imaplib';
import { nodemailer } from './importers/nodemailer';
import { poplib } from './importers/poplib';
import { postfix } from './importers/postfix';
import { rawlog } from './importers/rawlog';
import { rfc } from './importers/rfc';
import { smtplib } from './importers/smtplib';
import { swaks } from './importers/swaks';
import { terminal } from './importers/terminal';

export const importers: readonly Importer[] = [
  swaks,
  curl,
  smtplib,
  imaplib,
  poplib,
  nodemailer,
  imapflow,
  rawlog,
  postfix,
  rfc,
];

/** The importer that knows most of the lines; a terminal's log has no marks, and is what is left. */
export function importerFor(lines: readonly string[]): Importer | undefined {
  let best: Importer | undefined;
  let most = 0;
  for (const importer of importers) {
    const score = lines.filter((line) => importer.recognises(line)).length;
    if (score > most) {
      best = importer;
      most = score;
    }
  }
  return best ?? (lines.some((line) => terminal.recognises(line)) ? terminal : undefined);
}
