/** What is odd in the form of a script, though it runs. */
import { rows } from './row';

export const formProblems = rows({
  'unused-variable': {
    level: 'hint',
    message: (name) => `\`${name}\` is used nowhere in this file`,
    advice: () => 'remove it, unless a file that includes this one uses it',
    fixable: true,
    tag: 'unnecessary',
  },
  'capture-never-matched': {
    level: 'warning',
    message: (name) => `\`${name}\` never gets a value here: what an \`S!:\` line says must not come`,
    advice: () => 'write `...` for any text',
    fixable: true,
  },
  'empty-body': {
    level: 'warning',
    message: (word) => `this \`${word}\` has nothing to do`,
    advice: () => 'put lines into it, or remove it',
    fixable: true,
  },
  'include-problems': {
    level: 'error',
    message: (path, count, first) => `\`${path}\` has ${count === '1' ? 'an error' : `${count} errors`}: ${first}`,
    advice: () => 'open the file to mend it: nothing runs before',
  },
});
