export const numbers = {
  which: "Did you mean {whole} or {fraction}?",
  wholeFromTo: "Write a whole number from {least} to {most}.",
} as const;
