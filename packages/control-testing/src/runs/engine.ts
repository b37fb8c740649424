/** Version of the engine that result documents name. It changes when results may change. */
export const engineVersion = 'tickmark-control-testing/2';

/** How many deviations and intervals a result document lists; the Parquet file has all. */
export const listed = 1000;
