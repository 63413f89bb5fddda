import { createContext, useContext } from 'react';
import type { Tone } from './present.ts';

/** What a tone is on the screen: props of Ink's `<Text>`. */
export interface Style {
  readonly color?: string;
  readonly bold?: boolean;
  readonly dimColor?: boolean;
  readonly inverse?: boolean;
}

export type Theme = Readonly<Record<Tone, Style>>;

/** The sixteen colours every terminal has, so that the user's own palette decides what they look like. */
const COLORED: Theme = {
  plain: {},
  strong: { bold: true },
  dim: { dimColor: true },
  accent: { color: 'cyan', bold: true },
  good: { color: 'green' },
  warn: { color: 'yellow' },
  bad: { color: 'red', bold: true },
};

/** For NO_COLOR: attributes only. Nothing is said by colour alone, so nothing is lost. */
const MONO: Theme = {
  ...COLORED,
  accent: { bold: true },
  good: {},
  warn: { bold: true },
  bad: { bold: true },
};

export const createTheme = (look: { readonly color: boolean }): Theme => (look.color ? COLORED : MONO);

export const ThemeContext = createContext<Theme>(COLORED);
export const useTheme = (): Theme => useContext(ThemeContext);
