/** What is in the way of bytes: the connection, a proxy, or the file on this device. */
export const troubles = {
  waiting_offline: "no connection, trying again…",
  waiting_stalled: "nothing gets through, trying again…",
  waiting_proxy: "a proxy answered instead of the server, trying again…",
  waiting_asked: "asked to wait, trying again in {seconds} s…",
  still_reading: "your device is still getting the file…",
  still_sending: "nothing gets through at the moment…",
  still_answer: "waiting for the server’s answer…",
  smallParts:
    "A proxy between you and this server takes only small pieces, so this may take longer. Its operator can raise the limit for request bodies to 100 MB.",
  file_gone: "This file is no longer where it was on your device.",
  file_gone_how:
    "It was moved, renamed or deleted, or its disk was removed. Choose it again: what was already sent is kept.",
  file_unreadable: "Your browser can no longer read this file.",
  file_unreadable_how:
    "It has changed since you chose it, or the browser has no permission to read it, or it is a folder. Choose it again: if it is unchanged, what was already sent is kept.",
  chooseAgain: "Choose the file again",
  quotaSignIn: "Sign in and continue",
  quotaRemove: "Or remove uploads on this page that you do not need: this file then continues by itself.",
  quotaUntil: "Otherwise there is room again on {date}.",
  viewStill: "Nothing has arrived for a while. The connection may be slow or interrupted.",
  viewAgain: "Load again",
} as const;
