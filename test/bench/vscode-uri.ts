/** In the place of the module `vscode` in benchmarks: what the transcript panel's page asks of it. */

export const Uri = { joinPath: (folder: string, name: string): string => `${folder}/${name}` };
