/** The member of `window` by which `TapCatcher` tells that Pay was tapped before the page was alive. */
export const earlyTap = "earlyTap";

declare global {
  interface Window {
    [earlyTap]?: 1;
  }
}

/** Whether Pay was tapped before the page was alive; true once. */
export function takeEarlyTap(): boolean {
  const tapped = window[earlyTap] === 1;
  delete window[earlyTap];
  for (const button of document.querySelectorAll<HTMLElement>("[data-tapped]")) delete button.dataset.tapped;
  return tapped;
}
