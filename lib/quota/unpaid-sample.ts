import "server-only";

/** A sample (`Picture` p) of a file (`File` f) that nobody pays for: SQL. What is paid for a file pays for a sample as large as it. */
export const UNPAID_SAMPLE = `(f."keptUntil" IS NULL OR p."size" > f."keptBytes")`;
