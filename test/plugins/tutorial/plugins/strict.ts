import { definePlugin } from 'just-prs-tui/plugin';

export default definePlugin({
  name: 'strict',
  apiVersion: 1,
  description: 'A score is usable only when it is complete and well evaluated',
  interpreters: [
    {
      id: 'strict',
      title: 'Complete and well evaluated',
      async interpret(rows) {
        return rows.map(({ pgs_id, coverage_grade, evidence, warnings }) => {
          const isComplete = coverage_grade === 'A';
          const isEvaluated = evidence?.grade === 'High' || evidence?.grade === 'Normal';
          return {
            pgs_id,
            tier: isComplete && isEvaluated ? 'high' : isComplete || isEvaluated ? 'low' : 'very-low',
            summary: `${isComplete ? 'Complete' : 'Incomplete'}; ${isEvaluated ? 'well' : 'not well'} evaluated.`,
            caveats: warnings,
            source: 'Standard operating procedure 12 of our lab, version 3',
          };
        });
      },
    },
  ],
});
