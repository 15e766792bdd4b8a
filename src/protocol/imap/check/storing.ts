/** Checks of STORE's arguments (RFC 9051 §6.4.6, RFC 7162 §3.1.3). */
import { storeModifiers, storeOperations } from '../command-options';
import { type Check, isUnknown, number, optionalList, peek, sequence, take, unknown, word, wrong } from './arguments';
import { flagsOrList } from './flags';
import { sequenceSet } from './sequence-set';
import { astring } from './strings';

const operations: readonly string[] = storeOperations.map((row) => row.name);
const modifiers: readonly string[] = storeModifiers.map((row) => row.name);

/** `("+FLAGS" / "-FLAGS" / "FLAGS") [".SILENT"]`, or Gmail's labels, or an annotation (RFC 5257 §4.4). */
const operation: Check = (args) => {
  const value = take(args, 'FLAGS, +FLAGS or -FLAGS');
  if (!value || isUnknown(value)) {
    args.at = args.items.length;
    return;
  }
  const written = value.kind === 'atom' ? value.text.toUpperCase() : '';
  if (operations.includes(written)) return flagsOrList(args);
  if (/^[+-]?X-GM-LABELS(?:\.SILENT)?$/.test(written)) return labels(args);
  if (written === 'ANNOTATION') {
    args.at = args.items.length;
    return;
  }
  if (written === '' || written.startsWith('\\')) {
    wrong(args, value, 'FLAGS, +FLAGS or -FLAGS is due here');
    args.at = args.items.length;
    return;
  }
  unknown(
    args,
    'bad-argument',
    value,
    written,
    operations,
    `FLAGS, +FLAGS or -FLAGS is due here, not ${value.kind === 'atom' ? value.text : written}`,
  );
  flagsOrList(args);
};

const labels: Check = (args) => {
  const value = peek(args);
  if (value?.kind === 'list') args.at++;
  else while (peek(args)) astring('a label')(args);
};

const modifierList: Check = (args) => {
  while (peek(args)) {
    word('the modifiers of STORE', 'unknown-option', modifiers)(args);
    if (peek(args)) number('the mod-sequence')(args);
  }
};

/** `store = "STORE" SP sequence-set [store-modifiers] SP store-att-flags` */
export const storing: Check = sequence(sequenceSet(), optionalList('the modifiers of STORE', modifierList), operation);
