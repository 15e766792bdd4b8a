/** The files around a script, by URI: what a host of the language server must be able to read. */

export interface Files {
  /** The text of a file; undefined when it cannot be read (or not yet: then `changed` follows). */
  read(uri: string): string | undefined;
  /** What is in a folder (its URI ends with a slash); empty when it cannot be read. */
  list(folder: string): readonly Entry[];
}

export interface Entry {
  readonly name: string;
  readonly isFolder: boolean;
}
