/** Runs of wire lines that belong together: `C:` lines and the `S:` lines behind them, on one connection (docs/language.md). */
import type { Statement, Wire } from '../script';

/** At least one line; the client's come first, and either side may be absent. */
export interface WireExchange {
  readonly client: readonly Wire[];
  readonly server: readonly Wire[];
}

/** The exchanges of a list of statements; those in bodies are the bodies' own. Comments and blank lines do not break a run. */
export function exchangesIn(statements: readonly Statement[]): readonly WireExchange[] {
  const found: { client: Wire[]; server: Wire[] }[] = [];
  let open: { client: Wire[]; server: Wire[] } | undefined;
  for (const statement of statements) {
    if (statement.kind === 'blank' || statement.kind === 'comment') continue;
    if (statement.kind !== 'wire') {
      open = undefined;
      continue;
    }
    const last = open?.server.at(-1) ?? open?.client.at(-1);
    const goesOn =
      last !== undefined &&
      last.connection?.text === statement.connection?.text &&
      !(statement.side === 'client' && open && open.server.length > 0);
    if (!open || !goesOn) {
      open = { client: [], server: [] };
      found.push(open);
    }
    open[statement.side].push(statement);
  }
  return found;
}
