import { render } from 'ink-testing-library';
import type { ReactNode } from 'react';
import { describe, expect, it } from 'vitest';
import { Field } from '../../src/screens/components/Field.tsx';
import { Footer } from '../../src/screens/components/Footer.tsx';
import { Words } from '../../src/screens/components/Words.tsx';
import { createTheme, ThemeContext } from '../../src/screens/theme.ts';

/** The text a component shows, without colours. */
function show(node: ReactNode): string {
  const { lastFrame, unmount } = render(<ThemeContext value={createTheme({ color: false })}>{node}</ThemeContext>);
  const frame = lastFrame() ?? '';
  unmount();
  // biome-ignore lint/suspicious/noControlCharactersInRegex: escape codes are what is removed.
  return frame.replace(/\u001b\[[\d;]*m/g, '');
}

describe('Words', () => {
  it('shows control characters as harmless signs', () => {
    expect(show(<Words text={'a\u001b[2Jb\tc'} />)).not.toContain('\u001b');
  });
});

describe('Footer', () => {
  const hints = [
    { key: 'c', does: 'compute' },
    { key: 'a', does: 'mark all shown' },
  ];
  const always = [{ key: 'q', does: 'quit' }];

  it('shows every key where there is room', () => {
    expect(show(<Footer hints={hints} always={always} width={60} />)).toBe(' c compute  a mark all shown  q quit');
  });

  it('drops hints, never the way out, where there is not', () => {
    expect(show(<Footer hints={hints} always={always} width={24} />)).toBe(' c compute  q quit');
  });
});

describe('Field', () => {
  const field = (text: string, cursor: number) => ({ text, cursor });

  it('invites to type while it is empty', () => {
    expect(show(<Field label="File" field={field('', 0)} width={40} placeholder="a path" />)).toBe(' File   a path');
  });

  it('keeps the cursor in sight in a long text', () => {
    const text = `${'x'.repeat(50)}END`;
    expect(show(<Field label="File" field={field(text, 53)} width={20} placeholder="" />)).toMatch(/^ File x+END$/);
  });
});
