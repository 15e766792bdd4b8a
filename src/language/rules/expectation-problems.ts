/** Expectations that no reply can meet. */
import { rows } from './row';

export const expectationProblems = rows({
  contradiction: {
    level: 'error',
    message: (other) => `this line must not come, and \`${other}\` of the same reply must: both cannot hold`,
    advice: () => 'make the `S!:` line narrower, or remove it',
    fixable: true,
  },
});
