import { join } from 'node:path';
import ts from 'typescript';

const root = join(__dirname, '../..');
const options: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2023,
  lib: ['lib.es2023.d.ts'],
  module: ts.ModuleKind.Node20,
  strict: true,
  noEmit: true,
  skipLibCheck: true,
  types: [],
};

/** Compiles snippets as if they lay in the root of the project: the messages of the compiler by snippet. */
export function compile(snippets: Readonly<Record<string, string>>): Record<string, string[]> {
  const paths = new Map(
    Object.entries(snippets).map(([name, text], index) => [join(root, `snippet-${index}.ts`), { name, text }]),
  );
  const host = ts.createCompilerHost(options);
  const disk = ts.createCompilerHost(options);
  host.fileExists = (path) => paths.has(path) || disk.fileExists(path);
  host.getSourceFile = (path, language, ...rest) => {
    const snippet = paths.get(path);
    return snippet === undefined
      ? disk.getSourceFile(path, language, ...rest)
      : ts.createSourceFile(path, snippet.text, language);
  };
  const program = ts.createProgram([...paths.keys()], options, host);
  const diagnostics = ts.getPreEmitDiagnostics(program);
  const found = [...paths].map(([path, { name }]): [string, string[]] => [
    name,
    diagnostics.filter((diagnostic) => diagnostic.file?.fileName === path).map(textOf),
  ]);
  const elsewhere = diagnostics.filter(({ file }) => file === undefined || !paths.has(file.fileName));
  return { ...Object.fromEntries(found), ...(elsewhere.length > 0 ? { elsewhere: elsewhere.map(textOf) } : {}) };
}

function textOf({ messageText }: ts.Diagnostic): string {
  return ts.flattenDiagnosticMessageText(messageText, '\n');
}
