export const bundles = {
  // the page of a bundle
  inside: "{count, plural, one {# file} other {# files}}, sold together",
  payOnce: "You pay once, and download each file alone or all of them as one archive.",
  closed_withheld: "Closed by the operator of this server",
  closed_suspended: "The operator of this server has stopped its sale",
  closed_removed: "Removed by the seller",
  closed_gone: "No longer stored here",
  closed_ending: "The operator of this server ends its storage",
  manifest: "SHA-256 of the list of files",
  // what a buyer has
  allAsOne: "All as one archive",
  oneByOne: "Or one by one",
  getOne: "Download {name}",
  getIt: "Download",
  // selling
  filesTogether: "{count, plural, one {# file} other {# files}} together",
  titleOfAll: "Title",
  titleNeeded: "Write a title, so that buyers know what they get.",
  tooMany: "At most {max} files can be sold together. Remove some, or put them into one archive.",
} as const;
