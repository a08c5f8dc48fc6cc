export const legal = {
  imprint: "Imprint",
  terms: "Terms",
  privacy: "Privacy",
  waiver:
    "I agree that the download starts immediately, and I know that I lose my right of withdrawal once it has started.",
} as const;
