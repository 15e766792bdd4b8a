/** Names with values, as JSON has them in braces; a list in brackets is none, though JavaScript has both as objects. */
import * as v from 'valibot';

export const jsonRecord = <
  Key extends v.BaseSchema<string, string, v.BaseIssue<unknown>>,
  Value extends v.GenericSchema,
>(
  key: Key,
  value: Value,
) =>
  v.pipe(
    v.unknown(),
    v.check((input) => !Array.isArray(input), 'names with values are expected ({ … }), not a list ([ … ])'),
    v.record(key, value),
  );
