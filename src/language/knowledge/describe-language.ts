/** The session language's own words, described from its tables: directives, filters, built-ins, facts. */
import type { BuiltinInfo, DirectiveInfo, FactInfo, NameInfo } from '../../script';
import type { Entry } from './entry';
import { sentence } from './markdown';

export const directiveEntry = (info: DirectiveInfo): Entry => ({
  name: info.word,
  kind: 'directive',
  about: info.doc,
  syntax: info.syntax,
  notes: [
    ...(info.connection ? ["A connection's name may stand before it."] : []),
    ...(info.level === 'session' ? ['Stands in no body.'] : []),
    `Explained under “${info.section}” in the language's documentation.`,
  ],
});

export const filterEntry = (info: NameInfo): Entry => ({
  name: info.name,
  kind: 'filter',
  about: info.doc,
  syntax: info.syntax,
});

export const builtinEntry = (info: BuiltinInfo): Entry => ({
  name: `$${info.name}`,
  kind: 'built-in value',
  about: info.doc,
  syntax: info.syntax,
});

export const factEntry = (info: FactInfo): Entry => ({
  name: info.syntax,
  kind: 'fact',
  about: sentence(info.doc),
});
