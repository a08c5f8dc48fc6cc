/** The periods of the overview: the last 7, 30 or 90 days and today among them, the last 12 months and this one among them, or all. */
export const PERIODS = ["7d", "30d", "90d", "12m", "all"] as const;
export type Period = (typeof PERIODS)[number];

/** @returns 30 days for anything else */
export function readPeriodName(text: string | null): Period {
  return PERIODS.find((period) => period === text) ?? "30d";
}
