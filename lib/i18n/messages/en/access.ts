export const access = {
  cookiesBlocked:
    "Your browser blocks cookies, so this page forgets your purchase when you leave or reload it. Keep the recovery link.",
  // what a buyer has
  leaveAddress: "E-mail me a link",
  paid: "Paid. Thank you.",
  again: "You already have this. Nothing was charged.",
  bought: "You bought this file.",
  gift: "The seller gave you this file.",
  refunded: "The seller gave your payment back. You may still download the file.",
  download: "Download",
  startsItself: "Your download starts by itself. If it does not, press Download.",
  until: "Download until {date}.",
  asLongAsKept: "Download for as long as it is kept here: until {date}, or longer if more time is paid for.",
  forGood: "Download whenever you like: there is no end date.",
  calendar: "Add to calendar",
  calendarTitle: "Last day to download: {title}",
  calendarText:
    "Open the file’s page in the browser you paid with, use your recovery link, or sign in to My purchases with the wallet you paid with.",
  // versions
  newVersion: "The seller added a new version on {date}. Download gets version {number}, {name}, {size}.",
  version: "Version {number}, {size}, {date}",
  versionPaid: "Version {number}, which you paid for, {size}, {date}",
  getVersion: "Get version {number}",
  ownVersion:
    "You bought version {number}: {name}, {size}. The seller has since put another version on sale; you keep yours.",
  // receipt
  receipt: "Receipt",
  receiptLoading: "Loading…",
  receiptFailed: "The receipt could not be loaded. Close and open this to try again.",
  receiptPage: "Print, save or check this receipt",
  // recovery link
  recovery: "Recovery link",
  keepLink: "Keep this link: it opens your file on any device, without a wallet. Anyone who has it can download too.",
  send: "Send to myself",
  copyLink: "Copy recovery link",
  otherDevice: "Open on another device",
  linkQr: "QR code of your recovery link",
  inApp: "This app may not be able to save files",
  inAppNamed: "{app} may not be able to save files",
  inAppHow:
    "Send the recovery link to yourself and open it in your phone’s browser: the file downloads there, without a wallet.",
  phoneBrowser: "Open in the phone’s browser",
  // troubles of a download
  noAccess: "This browser no longer has access to the file.",
  noAccessDetail:
    "Open your recovery link, or sign in to <link>My purchases</link> with the wallet you paid with. You are not charged again.",
  confirming: "We are confirming your payment. You will not be charged twice.",
  confirmingDetail: "Try again in a moment.",
  unreachable: "The server could not be reached.",
  unreachableDetail: "Check your connection and try again.",
  // open here
  openHere: "Open here",
  closeHere: "Close",
} as const;
