/** A value of the session language: text, and the names of the secrets that went into it. */

export interface Value {
  readonly text: string;
  /** Empty for what may be shown. */
  readonly secrets: readonly string[];
}

export const plain = (text: string): Value => ({ text, secrets: [] });

export function join(values: readonly Value[]): Value {
  if (values.length === 1 && values[0]) return values[0];
  const secrets = new Set(values.flatMap((value) => value.secrets));
  return { text: values.map((value) => value.text).join(''), secrets: [...secrets] };
}
