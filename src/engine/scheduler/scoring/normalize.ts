const MAX_SCORE = 100;

/**
 * Raw scores onto 0..100 by the largest; `reverse` makes the smallest raw the best. All zero: all 0 (reverse: all 100).
 * Source: kubernetes pkg/scheduler/framework/plugins/helper/normalize_score.go DefaultNormalizeScore (1.36)
 */
export function normalizeScores(raw: readonly number[], options: { readonly reverse: boolean }): number[] {
  const max = Math.max(0, ...raw);
  if (max === 0) return raw.map(() => (options.reverse ? MAX_SCORE : 0));
  return raw.map((r) => {
    const score = Math.trunc((MAX_SCORE * r) / max);
    return options.reverse ? MAX_SCORE - score : score;
  });
}
