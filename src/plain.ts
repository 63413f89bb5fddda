import { type AppOptions, type OpenFace, runApp } from './runApp.ts';
import { createSpeaker } from './screens/plain/speaker.ts';
import { LinearTerminal } from './terminal/linearTerminal.ts';

/** The app as lines of text: the same keys and commands, and what they change is told. Ink is not loaded. */
export const runPlain = (options: AppOptions): Promise<number> => runApp(options, openLines);

/** Wide enough that nothing is cut or wrapped: the terminal and its reader do that. A page is what a screen would show. */
const SIZE = { columns: 10_000, rows: 24 };

const openLines: OpenFace = (streams, { replaced }) => {
  const terminal = new LinearTerminal(streams, { replaced });
  let sayAll = (): void => {};
  return {
    size: SIZE,
    onResize: () => {},
    enter() {
      terminal.enter();
      sayAll();
    },
    leave: () => terminal.leave(),
    repaint: () => sayAll(),
    copy: () => 'Copying needs an escape sequence, which plain mode never sends.',
    setMouse: (isOn) => (isOn ? 'Plain mode has nothing to point at.' : null),
    show(store) {
      const { toolVersion } = store.getState();
      terminal.say([
        `just-prs-tui ${toolVersion}, as lines. ? lists the keys, : finds a command, ctrl-l tells all again, q quits.`,
      ]);
      const speaker = createSpeaker(store, (lines) => terminal.say(lines));
      sayAll = speaker.sayAll;
      return speaker.stop;
    },
  };
};
