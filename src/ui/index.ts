/** `just-prs-tui/ui`: the parts of the app for other Ink apps. Props in, events out; nothing here computes or does I/O. */
export type { GenomeBuild, ScoreOutcome } from '../core/index.ts';
export { ComputeButton } from '../screens/components/ComputeButton.tsx';
export { RunLine, type RunProgress } from '../screens/compute/RunLine.tsx';
export type { ListedScore } from '../screens/compute/scoreList.ts';
export { createTheme, type Theme, ThemeContext } from '../screens/theme.ts';
export { BuildSelector, type BuildSelectorProps } from './BuildSelector.tsx';
export { PrsSection, type PrsSectionProps } from './PrsSection.tsx';
export { ResultsView, type ResultsViewProps } from './ResultsView.tsx';
export { ScoreSelector, type ScoreSelectorProps } from './ScoreSelector.tsx';
