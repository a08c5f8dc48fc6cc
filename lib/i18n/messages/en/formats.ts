export const formats = {
  someCodecs: "Not every browser can play {what}. If yours cannot, download the file and open it in an app that can.",
  noCodecs: "Browsers cannot play {what}. Download the file and open it in an app that can.",
  someFormat:
    "Not every browser can open a file of this kind. If yours cannot, download it and open it in an app that can.",
  noFormat: "Browsers cannot open a file of this kind. Download it and open it in an app that can.",
} as const;
