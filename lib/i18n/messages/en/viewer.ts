export const viewer = {
  region: "The file, opened here",
  loading: "Opening the file…",
  cannotShow: "This browser cannot show this file. Download it instead.",
  onlyStart: "Only the beginning is shown: {shown} of {size}. Download to have all of it.",
  tryAgain: "Try again",
} as const;
