import { Box, Text } from 'ink';
import type { ReactNode } from 'react';
import type { FormState } from '../form.ts';
import { fitText, textWidth } from '../text.ts';
import { useTheme } from '../theme.ts';
import { Field } from './Field.tsx';

/** Labelled fields below each other; the cursor is in one of them. */
export function Form({ form, width }: { readonly form: FormState<unknown>; readonly width: number }): ReactNode {
  const theme = useTheme();
  const { plan, texts, choice } = form;
  const labelWidth = Math.max(...plan.fields.map(({ label }) => textWidth(label)));
  return (
    <Box flexDirection="column">
      <Text {...theme.strong}>{` ${plan.title}`}</Text>
      <Text> </Text>
      {plan.fields.map(({ id, label, placeholder }, place) => {
        const { text } = texts[place];
        const padded = fitText(label, labelWidth);
        return place === choice ? (
          <Field key={id} label={padded} field={texts[place]} width={width} placeholder={placeholder} />
        ) : (
          <Text key={id} wrap="truncate">
            {` ${padded} `}
            {text === '' ? <Text {...theme.dim}>{`  ${placeholder}`}</Text> : text}
          </Text>
        );
      })}
    </Box>
  );
}
