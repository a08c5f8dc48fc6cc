export const WAIVER_ID = "withdrawal-waiver";

const box = () => document.getElementById(WAIVER_ID) as HTMLInputElement | null;

/** Whether the buyer has ticked that the right of withdrawal ends with the download. */
export function isWaiverGiven(): boolean {
  return box()?.checked ?? false;
}

/** True where there is nothing to tick, or it is ticked; else the browser shows what is missing. */
export function askForWaiver(): boolean {
  return box()?.reportValidity() ?? true;
}
