import type { ReactNode } from 'react';
import { PickList } from '../components/PickList.tsx';
import type { ComputeState } from '../state.ts';
import { type CompareState, compareChoices } from './compareChoices.ts';

/** What the results can be held against. */
export function ComparePanel(props: {
  readonly state: CompareState;
  readonly compute: ComputeState;
  readonly width: number;
  readonly height: number;
}): ReactNode {
  const { state, compute, ...size } = props;
  const choices = compareChoices(state, compute);
  return (
    <PickList
      label="Compare with:"
      field={state.field}
      placeholder="a run or sample below, or the path of a JSON file of results"
      count={choices.length}
      choice={state.choice}
      line={(place) => choices[place].title}
      emptyText={state.runs === null ? 'Looking for earlier runs ...' : 'No run, sample or file fits this.'}
      {...size}
    />
  );
}
