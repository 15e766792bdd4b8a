/** How many octets blocks, literals, chunks and lines have. */
import { utf8 } from '../../base';
import type { BlockPart, Part, Statement, Wire } from '../../script';
import type { Scene } from '../cursor/scene';
import { statementAt } from '../cursor/tree-place';
import { code, paragraphs } from '../knowledge/markdown';
import { rfcLinks } from '../knowledge/rfc-link';
import { type LineHover, matchAround } from './finding';

interface Count {
  readonly octets: number;
  readonly lines: number;
  /** Values are in it: it will be another number. */
  readonly open: boolean;
}

/** Octets as sent, in UTF-8, with CRLF line ends. */
export function countOf(parts: readonly Part[]): Count {
  let octets = 0;
  let lines = 0;
  let open = false;
  for (const part of parts) {
    if (part.kind === 'text') {
      octets += utf8(part.text).length;
      lines += part.text.split('\n').length - 1;
    } else open = true;
  }
  return { octets, lines, open };
}

const said = ({ octets, lines, open }: Count): string =>
  `${octets.toLocaleString('en-US')} octets in ${lines} line${lines === 1 ? '' : 's'}${open ? ', and the values in it' : ''}`;

/** Over the quotes that open or close a block. */
export function blockHover(
  statement: Statement,
  at: number,
): { readonly range: BlockPart['range']; readonly markdown: string } | undefined {
  const blocks = blocksOf(statement);
  for (const block of blocks) {
    const quotes = [block.open, ...(block.close ? [block.close] : [])].find(
      ({ start, end }) => at >= start && at <= end,
    );
    if (!quotes) continue;
    const { nonSync, literal8 } = block.form;
    return {
      range: quotes,
      markdown: paragraphs(
        '**block**',
        `${said(countOf(block.content))}.`,
        literal8 && `Sent as a literal8: ${rfcLinks('RFC 9051 §4.3')}`,
        nonSync && `Sent without waiting for the server: ${rfcLinks('RFC 7888 §4')}`,
      ),
    };
  }
  return undefined;
}

function blocksOf(statement: Statement): readonly BlockPart[] {
  const parts: readonly Part[] =
    statement.kind === 'wire' ? statement.parts : statement.kind === 'assignment' ? statement.value : [];
  const own = statement.kind === 'directive' && statement.block ? [statement.block] : [];
  return [...parts.filter((part) => part.kind === 'block'), ...own];
}

/** Over a literal's `{310}`: how many octets it announces, and how many the lines behind it have. */
export function literalHover(scene: Scene): LineHover | undefined {
  const { line, column } = scene;
  const found = matchAround(line, column, /~?\{(\d{1,15})([+-]?)\}(?=\s*$)/g);
  if (!found) return undefined;
  const announced = Number(found[1]);
  const following = followingOctets(scene, announced);
  return {
    range: found.range,
    markdown: paragraphs(
      `**literal** · ${code(found[0])}`,
      `Announces ${announced.toLocaleString('en-US')} octets, line ends as CRLF included; the first of them is the first of the next line.`,
      found[2] === '+' || found[2] === '-'
        ? 'Sent without waiting for the server to say `+`.'
        : 'The server answers `+` before they are sent.',
      following !== undefined && `The lines behind it have ${following.toLocaleString('en-US')}.`,
      rfcLinks(found[2] ? 'RFC 7888 §4' : 'RFC 9051 §4.3'),
    ),
  };
}

/** Octets of the `C:` lines behind the announcement, the last line's CRLF left out; undefined when values are in them. */
function followingOctets({ section, place, lineStart }: Scene, announced: number): number | undefined {
  const here = place ?? statementAt(section.tree.statements, lineStart - section.start);
  if (!here) return undefined;
  let octets = 0;
  let lines = 0;
  for (let i = here.index + 1; i < here.siblings.length && octets < announced + 1_000; i++) {
    const line = here.siblings[i];
    if (line?.kind === 'blank' || line?.kind === 'comment') continue;
    if (line?.kind !== 'wire') break;
    if (line.side === 'server') {
      if (lines === 0) continue;
      break;
    }
    const length = plainLength(line);
    if (length === undefined) return undefined;
    octets += length + 2;
    lines++;
  }
  return lines === 0 ? undefined : octets - 2;
}

function plainLength(wire: Wire): number | undefined {
  const [part] = wire.parts;
  if (wire.parts.length > 1 || (part && part.kind !== 'text')) return undefined;
  return utf8(part?.kind === 'text' ? part.text : '').length;
}

/** How long a `C:` line is, and the longest that the protocol allows (over its mark). */
export function lineLength(wire: Wire, protocol: string): string | undefined {
  if (wire.side !== 'client' || wire.parts.some((part) => part.kind === 'block' || part.kind === 'file'))
    return undefined;
  const { octets, open } = countOf(wire.parts);
  const limit =
    protocol === 'imap'
      ? undefined
      : protocol === 'pop3'
        ? 'RFC 2449 §4: 255 octets'
        : 'RFC 5321 §4.5.3.1.4: 512 octets, more for some parameters';
  return `${octets + 2} octets with CRLF${open ? ', and the values in it' : ''}${limit === undefined ? '' : ` (${rfcLinks(limit)})`}.`;
}
