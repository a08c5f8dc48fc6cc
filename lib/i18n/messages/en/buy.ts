/** The buyer's page before Pay is pressed. */
export const buy = {
  paidIn: "{token} on {network}",
  pay: "Pay {price}",
  opening: "Opening…",
  payOn: "Pay on",
  notPayable: "This file cannot be paid for on this server right now.",
  notPayableDetail: "The seller can fix that. Come back later, or write to them (see below).",
  partMissing: "The payment part of this page could not be loaded.",
  partMissingDetail: "Nothing was charged. This page tries again once the connection is back; you can also press Pay.",
  noScript: "Paying on this page needs JavaScript.",
  noScriptDetail:
    "Switch it on for this page and reload, or open the link in another browser. A program can pay without it: see the commands below.",
  offline: "You are offline.",
  offlineDownload:
    "What you bought stays yours. Your browser resumes the download once the connection is back; if it does not, press Download again. That costs nothing.",
  downloadFree: "Download for free",
  freeUntil: "Free until {date}.",
} as const;
