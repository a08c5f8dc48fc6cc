/** What only the seller of a file sees on its page. Read on the server only. */
export const owner = {
  bar: "Your own file",
  links: "What you can do",
  viewing: "You are viewing your own file as buyers see it.",
  testing: "You are trying out how your file is bought. No money moves.",
  edit: "Edit",
  test: "Test purchase",
  endTest: "End the test",
} as const;
