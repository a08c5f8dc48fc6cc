import { describe, expect, it } from "vitest";
import { contactHref } from "./contact";

describe("writing to the operator", () => {
  it("opens a mail with the link of the file in it", () => {
    expect(contactHref("ops@example.org", "Report", "http://x/f/1?a=b&c")).toBe(
      "mailto:ops@example.org?subject=Report&body=http%3A%2F%2Fx%2Ff%2F1%3Fa%3Db%26c",
    );
    expect(contactHref("mailto:ops@example.org", "R", "b")).toBe("mailto:ops@example.org?subject=R&body=b");
  });

  it("goes to the operator's own page where that is the contact", () => {
    expect(contactHref("https://example.org/abuse", "R", "b")).toBe("https://example.org/abuse");
  });

  it("makes a link of nothing else", () => {
    for (const contact of [undefined, "", "call us", "javascript:alert(1)", "a@b?bcc=c@d"]) {
      expect(contactHref(contact, "R", "b")).toBeUndefined();
    }
  });
});
