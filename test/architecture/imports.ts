/** Reads what a source file imports, and whether it has a default export, by the TypeScript compiler's own parser. */
import ts from 'typescript';

export interface Import {
  /** Counted from 1. */
  readonly line: number;
  /** As written; undefined when it is computed and nobody can tell. */
  readonly specifier: string | undefined;
}

/** Every form: `import`, `import type`, `export … from`, `import x = require()`, `import()`, `require()`, `import('…').Type`. */
export const importsOf = (name: string, text: string): readonly Import[] => {
  const source = parse(name, text);
  const imports: Import[] = [];
  const visit = (node: ts.Node): void => {
    const specifier = specifierOf(node);
    if (specifier)
      imports.push({
        line: lineOf(source, node),
        specifier: ts.isStringLiteralLike(specifier) ? specifier.text : undefined,
      });
    ts.forEachChild(node, visit);
  };
  visit(source);
  return imports;
};

/** The lines (from 1) on which something is exported as `default`. */
export const defaultExportsOf = (name: string, text: string): readonly number[] => {
  const source = parse(name, text);
  return source.statements.flatMap((node) => (exportsDefault(node) ? [lineOf(source, node)] : []));
};

const parse = (name: string, text: string): ts.SourceFile =>
  ts.createSourceFile(name, text, ts.ScriptTarget.Latest, true);

const lineOf = (source: ts.SourceFile, node: ts.Node): number =>
  source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1;

const specifierOf = (node: ts.Node): ts.Node | undefined => {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return node.moduleSpecifier;
  if (ts.isExternalModuleReference(node)) return node.expression;
  if (ts.isImportTypeNode(node)) return ts.isLiteralTypeNode(node.argument) ? node.argument.literal : node.argument;
  if (ts.isCallExpression(node) && isLoader(node.expression)) return node.arguments[0];
  return undefined;
};

const isLoader = (called: ts.Node): boolean =>
  called.kind === ts.SyntaxKind.ImportKeyword || (ts.isIdentifier(called) && called.text === 'require');

const exportsDefault = (node: ts.Statement): boolean => {
  if (ts.isExportAssignment(node)) return true;
  if (ts.isExportDeclaration(node) && node.exportClause && ts.isNamedExports(node.exportClause))
    return node.exportClause.elements.some((element) => element.name.text === 'default');
  return (
    ts.canHaveModifiers(node) && (ts.getModifiers(node) ?? []).some(({ kind }) => kind === ts.SyntaxKind.DefaultKeyword)
  );
};
