/** `docs/plugin-api.md`, from the types that plugins are written against: `npm run docs`. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const root = fileURLToPath(new URL('..', import.meta.url));
export const PLUGIN_API_PAGE = join(root, 'docs', 'plugin-api.md');

/** What of a row holds fields itself. */
const NESTED: readonly string[] = ['evidence', 'policies', 'provenance'];

/** Doc comments as one line of Markdown. */
const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();

function openProgram(): { readonly checker: ts.TypeChecker; readonly source: (path: string) => ts.SourceFile } {
  const config = ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config.config, ts.sys, root);
  const program = ts.createProgram([join(root, 'src/plugins/api.ts'), join(root, 'src/plugins/testing.ts')], options);
  const source = (path: string): ts.SourceFile => {
    const found = program.getSourceFile(join(root, path));
    if (found === undefined) throw new Error(`${path} is not part of the API.`);
    return found;
  };
  return { checker: program.getTypeChecker(), source };
}

/** What a file exports: each with its comment as prose, then its signature; comments of members stay in it. */
function exportsOf(checker: ts.TypeChecker, file: ts.SourceFile): readonly string[] {
  const module = checker.getSymbolAtLocation(file);
  return (module === undefined ? [] : checker.getExportsOfModule(module)).flatMap((exported) => {
    const isFromElsewhere = (exported.flags & ts.SymbolFlags.Alias) !== 0;
    const symbol = isFromElsewhere ? checker.getAliasedSymbol(exported) : exported;
    const comment = oneLine(ts.displayPartsToString(symbol.getDocumentationComment(checker)));
    const signature = signatureOf(checker, symbol.declarations?.[0] as ts.Declaration);
    return [`### ${symbol.name}`, '', ...(comment === '' ? [] : [comment, '']), '```ts', signature, '```', ''];
  });
}

/** A declaration as it is written, without what it does. */
function signatureOf(checker: ts.TypeChecker, declaration: ts.Declaration): string {
  if (ts.isVariableDeclaration(declaration))
    return `export const ${declaration.name.getText()}: ${checker.typeToString(checker.getTypeAtLocation(declaration))};`;
  const text = declaration.getText();
  if (!ts.isFunctionDeclaration(declaration) || declaration.body === undefined) return text;
  return `${text.slice(0, declaration.body.getStart() - declaration.getStart()).trimEnd()};`;
}

function rowsOf(checker: ts.TypeChecker, type: ts.Type, prefix = ''): readonly string[] {
  return type.getProperties().flatMap((field) => {
    const fieldType = checker.getTypeOfSymbol(field);
    const comment = oneLine(ts.displayPartsToString(field.getDocumentationComment(checker)));
    const line = `| \`${prefix}${field.name}\` | ${wordType(checker, field, fieldType)} | ${escape(comment)} |`;
    if (prefix !== '' || !NESTED.includes(field.name)) return [line];
    return [line, ...rowsOf(checker, checker.getNonNullableType(fieldType), `${field.name}.`)];
  });
}

/** A choice of words spelled out, everything else as it is written. */
function wordType(checker: ts.TypeChecker, field: ts.Symbol, type: ts.Type): string {
  const rest = checker.getNonNullableType(type);
  if (!rest.isUnion() || !rest.types.every((part) => part.isStringLiteral()))
    return escape((field.valueDeclaration as ts.PropertySignature).type?.getText().replaceAll('readonly ', '') ?? '');
  const words = rest.types.map((part) => (part as ts.StringLiteralType).value);
  return [...words, ...(rest === type ? [] : ['null'])].join(' \\| ');
}

const escape = (text: string): string => text.replaceAll('|', '\\|');

/** The page. */
export function renderPluginApi(): string {
  const { checker, source } = openProgram();
  const api = source('src/plugins/api.ts');
  const results = source('src/core/model/result.ts');
  const states = source('src/core/model/rowState.ts');
  const interfaceOf = (name: string): ts.Type => {
    const found = results.statements.find((node) => ts.isInterfaceDeclaration(node) && node.name.text === name);
    return checker.getTypeAtLocation(found as ts.InterfaceDeclaration);
  };
  const stateLines = /\/\*\*([\s\S]*?)\*\//.exec(states.text)?.[1].matchAll(/- `(\w+)`\s+(.+)/g) ?? [];
  return [
    '# The plugin API',
    '',
    'Made from `src/plugins/api.ts` and `src/core/model/result.ts` by `npm run docs`: do not edit. How to write a plugin is in',
    '[plugins.md](plugins.md).',
    '',
    '## just-prs-tui/plugin',
    '',
    ...exportsOf(checker, api),
    '## just-prs-tui/plugin/testing',
    '',
    ...exportsOf(checker, source('src/plugins/testing.ts')),
    '## Fields of a result row',
    '',
    'Names are those of JSON. Where rows are flat (`stdin: tsv` and `arrow`, and the formats of tables), what is written here with a',
    'dot is a column with a prefix: `evidence.auroc` is `evidence_auroc`, `policies.flip` is `policy_flip`,',
    '`provenance.scoring_file` is `provenance_scoring_file`; the counts of `states` are `state_exact` and so on; of reasons there are the',
    'codes. A field may come with any release, none goes, and none changes its meaning, without another `apiVersion`.',
    '',
    '| field | type | meaning, unit, range |',
    '|---|---|---|',
    ...rowsOf(checker, interfaceOf('PrsResult')),
    '',
    'A `Reason` is `{ code, sentence }`: a code for programs, a sentence for people. The counts of `states`:',
    '',
    '| state | a row of the scoring file that |',
    '|---|---|',
    ...[...stateLines].map(([, state, meaning]) => `| \`${state}\` | ${escape(meaning)} |`),
    '',
  ].join('\n');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(PLUGIN_API_PAGE, renderPluginApi());
