/** Where a sync stands in its row of creates. Indexes into its list of writes. */
export interface SlowStart {
  readonly batchSize: number;
  /** Index behind the last write of the batch. */
  readonly batchEnd: number;
}

export const FIRST_BATCH: SlowStart = { batchSize: 1, batchEnd: 1 };

/**
 * Creates go in batches of 1, 2, 4, 8 …; the batch that begins at index `next`. Nobody asks for it after a batch with an
 * error: that is the last one of the sync. Source: pkg/controller/controller_utils.go slowStartBatch.
 */
export function batchAfter({ batchSize }: SlowStart, next: number): SlowStart {
  return { batchSize: batchSize * 2, batchEnd: next + batchSize * 2 };
}

/** The next write is the first of its batch. */
export function isBetweenBatches({ batchSize, batchEnd }: SlowStart, next: number): boolean {
  return next + batchSize === batchEnd;
}
