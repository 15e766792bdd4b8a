/** A call whose words cannot be carried out: told in one line, exit code 2. */
export class UsageError extends Error {}
