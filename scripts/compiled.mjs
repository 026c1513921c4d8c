/** The sources as the compiler knows them, for what measures them and for what lists their names. */
import ts from 'typescript'

const options = {
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  allowImportingTsExtensions: true,
  strict: true,
  exactOptionalPropertyTypes: true,
  skipLibCheck: true,
  noEmit: true,
}

/** The program of some files, its types, and what a name stands for that is imported from elsewhere. */
export function compiled(paths) {
  const program = ts.createProgram(paths, options)
  const checker = program.getTypeChecker()
  const target = (symbol) => (symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol)
  return {program, checker, target}
}
