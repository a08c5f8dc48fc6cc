export const sessions = {
  title: "Where you are signed in",
  program: "A program or unknown browser",
  thisOne: "this browser",
  since: "Signed in {begun}, last used about {seen}",
  end: "Sign out there",
  endAll: "Sign out everywhere",
  endAllWhat: "Also in this browser. Recovery links and purchases in your browsers stay.",
} as const;
