import { render } from 'ink';
import { type AppOptions, type OpenFace, runApp } from './runApp.ts';
import { App } from './screens/App.tsx';
import { createTheme } from './screens/theme.ts';
import { Screen } from './terminal/screen.ts';

/** The app as full screens, drawn by Ink. */
export const runTui = (options: AppOptions): Promise<number> => runApp(options, openScreen);

const openScreen: OpenFace = (streams, { replaced, color }) => {
  const screen = new Screen(streams, { replaced });
  return {
    size: screen.size,
    onResize: (listener) => screen.onResize(listener),
    enter: () => screen.enter(),
    leave: () => screen.leave(),
    repaint: () => screen.repaint(),
    copy: (text) => (screen.copy(text) ? null : 'That is more than terminals take.'),
    setMouse(isOn) {
      screen.setMouse(isOn);
      return null;
    },
    show(store, onFault) {
      const app = render(<App store={store} theme={createTheme({ color })} />, {
        stdout: screen.frames,
        stdin: streams.input,
        // One write is one frame, without the codes by which Ink would erase and scroll: see Screen.
        debug: true,
        exitOnCtrlC: false,
        patchConsole: false,
      });
      // A fault outside the screens' own boundaries: Ink gives up drawing, so nothing is left to look at.
      app.waitUntilExit().catch(onFault);
      return () => app.unmount();
    },
  };
};
