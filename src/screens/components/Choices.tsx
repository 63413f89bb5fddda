import { Text } from 'ink';
import type { ReactNode } from 'react';
import { fitText } from '../text.ts';
import { useTheme } from '../theme.ts';

export interface Choice {
  /** Tells it from the others. */
  readonly key: string;
  readonly text: string;
  readonly isDim?: boolean;
}

/** A list below a text field, to go down into; -1 is the field itself. */
export function Choices(props: {
  readonly choices: readonly Choice[];
  readonly choice: number;
  readonly width: number;
  readonly height: number;
}): ReactNode {
  const { choices, choice, width, height } = props;
  const { dim } = useTheme();
  const top = Math.max(0, choice - height + 1);
  return choices.slice(top, top + height).map(({ key, text, isDim }, index) => {
    const isChosen = top + index === choice;
    return (
      <Text key={key} wrap="truncate" inverse={isChosen} {...(isDim === true ? dim : {})}>
        {fitText(` ${isChosen ? '>' : ' '} ${text}`, width)}
      </Text>
    );
  });
}
