export const shop = {
  title: "Files for sale",
  empty: "Nothing is listed here yet.",
  noMore: "There are no older files.",
  pages: "Pages of the list",
  newest: "Newest files",
  older: "Older files",
  free: "Free",
} as const;
