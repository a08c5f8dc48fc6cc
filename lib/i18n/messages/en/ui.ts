export const ui = {
  brokenTitle: "Something went wrong on our side",
  brokenWhy: "A payment or refund in progress may have gone through. Load the page again to see.",
  tryAgain: "Try again",
  paidPartMissing:
    "Paid. Thank you. The rest of this page could not be loaded: check your connection. What you bought stays yours.",
  // sizes and speeds
  bytes: "{count, plural, one {# byte} other {# bytes}}",
  kilobytes: "{size} KB",
  megabytes: "{size} MB",
  gigabytes: "{size} GB",
  terabytes: "{size} TB",
  perSecond: "{size}/s",
  // time left
  fewSecondsLeft: "a few seconds left",
  secondsLeft: "{count} seconds left",
  minutesLeft: "{count, plural, one {# minute left} other {# minutes left}}",
  hoursLeft: "{hours} h left",
  hoursMinutesLeft: "{hours} h {minutes} min left",
  daysLeft: "{count, plural, one {# day left} other {# days left}}",
  // moments
  moment: "{day} at {time}",
  shortMoment: "{day}, {time}",
  // kinds of files
  ebook: "E-book",
  archive: "Archive",
  image: "Picture",
  audio: "Audio",
  video: "Video",
  text: "Text",
  font: "Font",
  extensionFile: "{extension} file",
  file: "File",
  optional: "(optional)",
  done: "(done)",
  close: "Close",
  copied: "Copied",
  copyByHand: "Select and copy it by hand",
} as const;
