/** What is known of capabilities beside the script's `S:` lines: what the session needs, and what the last run saw. */
import type { Step } from '../../script';
import type { LastRun } from '../workspace';
import type { Connection } from './connection';

/** What `needs` lines name, in upper case, wherever they stand: the session is skipped without. */
export function neededIn(steps: readonly Step[]): readonly string[] {
  const names: string[] = [];
  for (const step of steps) {
    if (step.kind === 'needs') {
      for (const name of step.capabilities) names.push(name.toUpperCase().replace(/[ \t]+/, '='));
    } else if (step.kind === 'if') names.push(...neededIn(step.then), ...neededIn(step.else));
    else if (step.kind === 'repeat' || step.kind === 'retry') names.push(...neededIn(step.body));
  }
  return names;
}

/** What the peer of a connection announced in the last run; undefined when it was not spoken to. */
export function lastAnnounced({ peer }: Connection, lastRun: LastRun | undefined): readonly string[] | undefined {
  if (!lastRun) return undefined;
  for (const key of [peer.url, peer.service]) {
    if (key !== undefined && Object.hasOwn(lastRun.capabilities, key)) return lastRun.capabilities[key];
  }
  return undefined;
}
