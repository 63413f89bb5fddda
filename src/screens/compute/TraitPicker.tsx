import type { ReactNode } from 'react';
import type { Trait } from '../../core/index.ts';
import { PickList } from '../components/PickList.tsx';
import { plural } from '../present.ts';
import { fitText } from '../text.ts';
import type { ScoreListState } from './scoreList.ts';
import { countMarked, findTraits, type TraitPickerState } from './traitPicker.ts';

const COUNT_WIDTH = 24;
/** Cursor, mark, and the space before the count. */
const MARGIN = 8;

/** Traits with `[x]` where all of their scores are marked, and `[-]` where some are. */
export function TraitPicker(props: {
  readonly picker: TraitPickerState;
  readonly scores: ScoreListState;
  readonly width: number;
  readonly height: number;
}): ReactNode {
  const { picker, scores, ...size } = props;
  const traits = findTraits(scores.all, picker.field.text);
  const lineOf = (trait: Trait): string => {
    const { efo_id, label, pgs_ids } = trait;
    const marked = countMarked(trait, scores.selected);
    const sign = marked === 0 ? '[ ]' : marked === pgs_ids.length ? '[x]' : '[-]';
    const count = plural(pgs_ids.length, 'score') + (marked === 0 ? '' : `, ${marked} marked`);
    const name = fitText(`${label ?? '-'}  ${efo_id}`, size.width - COUNT_WIDTH - MARGIN);
    return `${sign} ${name} ${fitText(count, COUNT_WIDTH, 'right')}`;
  };
  return (
    <PickList
      label="Trait:"
      field={picker.field}
      placeholder="part of a name; enter marks all of its scores"
      count={traits.length}
      choice={picker.choice}
      line={(place) => lineOf(traits[place])}
      emptyText="No trait of the catalogue is called that."
      {...size}
    />
  );
}
