/** The architecture, as rules. ARCHITECTURE.md gives the reasons; this file gives the refusals. */
const outside =
  '^(node:)?(fs|http|https|http2|net|tls|dgram|dns|child_process|worker_threads|readline|tty|cluster|process|os)(/|$)';
const npm = (names) => `node_modules/(${names})(/|$)`;
const rule = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

module.exports = {
  forbidden: [
    rule('no-cycles', 'A cycle means two files are one file.', {}, { circular: true }),
    rule('core-knows-nobody', 'The engine never learns who calls it.', { path: '^src/core/' }, { path: '^src/', pathNot: '^src/core/' }),
    rule('no-ui-outside-screens', 'React lives in one folder, and in the parts lent to other apps.', { path: '^src/', pathNot: '^src/(screens/|ui/|tui[.]tsx$)' }, { path: npm('react|react-reconciler|ink|ink-.*') }),
    rule('ui-is-for-others', 'The app does without what is lent; what is lent draws and asks.', { path: '^src/', pathNot: '^src/ui/' }, { path: '^src/ui/' }),
    rule('model-is-a-leaf', 'Types and constants import nothing.', { path: '^src/core/model/' }, { pathNot: '^src/core/model/' }),
    rule('stages-are-pure', 'Only core/io, core/net and core/jobs touch the world.', { path: '^src/core/', pathNot: '^src/core/(io|net|jobs)/|^src/core/session[.]ts$' }, { path: outside }),
    rule('stages-do-not-reach-io', 'A stage is handed data; tasks and the session do the fetching.', { path: '^src/core/', pathNot: '^src/core/(io|net|jobs)/|^src/core/(session|index)[.]ts$' }, { path: '^src/core/(io|net|jobs)/' }),
    rule('io-knows-no-jobs', 'Bytes in and out, whoever asks.', { path: '^src/core/io/' }, { path: '^src/core/(net|jobs)/' }),
    rule('net-knows-no-genetics', 'Files and answers over the network, whatever is in them.', { path: '^src/core/net/' }, { path: '^src/core/', pathNot: '^src/core/(net|io|model)/|^src/core/errors[.]ts$' }),
    rule('one-door-to-polars', 'src/core/polars.ts is the only importer.', { path: '^src/', pathNot: '^src/core/polars[.]ts$' }, { path: npm('nodejs-polars.*') }),
    rule('polars-in-jobs-only', 'Its calls block; they run in worker threads.', { path: '^src/', pathNot: '^src/core/jobs/' }, { path: '^src/core/polars[.]ts$' }),
    rule('callers-use-the-front-door', 'Callers see core/index.ts only.', { path: '^src/', pathNot: '^src/core/' }, { path: '^src/core/', pathNot: '^src/core/index[.]ts$' }),
    rule('screens-do-no-io', 'A screen draws state and dispatches commands.', { path: '^src/(screens|ui)/' }, { dependencyTypes: ['core'] }),
    rule('callers-are-strangers', 'screens, cli and terminal never meet; app.ts and tui.tsx introduce them.', { path: '^src/(screens|cli|terminal)/' }, { path: '^src/', pathNot: '^src/($1/|core/)' }),
    rule('terminal-knows-no-engine', 'The TTY is bytes and keys.', { path: '^src/terminal/' }, { path: '^src/core/' }),
    rule('components-know-no-screen', 'Widgets are handed data.', { path: '^src/screens/components/' }, { path: '^src/screens/(metadata|scoring|compute)/' }),
    rule('builtins-are-plugins', 'What we bring ourselves goes through the door that is open to everybody.', { path: '^src/plugins/builtin/' }, { path: '^src/', pathNot: '^src/(plugins/(builtin/|api[.]ts$)|core/index[.]ts$)' }),
    rule('examples-are-plugins', 'What authors start from uses what they have: the API, Node, and its own folder.', { path: '^plugins/([^/]+)/' }, { pathNot: '^(plugins/$1/|src/plugins/(api|testing)[.]ts$)', dependencyTypesNot: ['core'] }),
    rule('no-processes', 'Only what the user pipes results through, or allowed as a plugin, is started.', { path: '^src/', pathNot: '^src/plugins/childProgram[.]ts$' }, { path: '^(node:)?child_process$' }),
    rule('network-in-one-folder', 'core/net opens sockets, and only when asked to.', { path: '^src/', pathNot: '^src/core/net/' }, { path: '^(node:)?(http|https|http2|net|tls|dgram|dns)(/|$)|' + npm('https?-proxy-agent|proxy-from-env|@huggingface/hub') }),
    rule('threads-in-one-folder', 'core/jobs; and the threads of plugins, which know nothing of it.', { path: '^src/', pathNot: '^src/(core/jobs/|plugins/host/(pluginThread|worker|protocol)[.]ts$)' }, { path: '^(node:)?worker_threads$' }),
    rule('nobody-imports-main', 'It is where a program starts.', {}, { path: '^src/main[.]ts$' }),
    rule('src-never-imports-tests', 'The product stands alone.', { path: '^src/' }, { path: '^(test|bench|docs)/' }),
    rule('no-unresolvable', 'Every import leads somewhere.', {}, { couldNotResolve: true }),
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'require', 'node', 'default', 'types'] },
  },
};
