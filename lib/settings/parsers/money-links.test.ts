import { describe, expect, test } from "vitest";
import { moneyLink, walletWindow } from "./money-links";

const problemOf = (value: string) => moneyLink.safeParse(value).error?.issues[0]?.message;

describe("a link to those who sell digital dollars", () => {
  test.each([
    "https://buy.example/?to={address}&on={network}&usd={amount}",
    "https://buy.example/{network}/{address}#{amount}",
    "https://buy.example:8443/to/{address}",
    "HTTPS://buy.example/?a={address}&again={address}",
  ])("%s is kept as it is", (value) => expect(moneyLink.parse(value)).toBe(value));

  test.each([
    ["plain http", "http://buy.example/?to={address}", /https:\/\//],
    ["a script", "javascript:alert('{address}')", /https:\/\//],
    ["a script behind a space", " javascript:alert('{address}')", /https:\/\//],
    ["a data URL", "data:text/html,{address}", /https:\/\//],
    ["no scheme", "//buy.example/{address}", /https:\/\//],
    ["a scheme to fill in", "{network}://buy.example/{address}", /https:\/\//],
    ["a host to fill in", "https://{network}.example/{address}", /host/],
    ["a port to fill in", "https://buy.example:{amount}/{address}", /host/],
    ["a host that ends in one", "https://buy.example.{network}?{address}", /host/],
    ["a user name", "https://me@buy.example/{address}", /user name/],
    ["a user name to fill in", "https://{address}@buy.example/", /host/],
    ["no host", "https://", /URL/],
    ["a line end", "https://buy.example/{address}\nx", /character/],
    ["a control character", "https://buy.example/{address}\u0000", /character/],
    ["a quotation mark", 'https://buy.example/{address}">', /character/],
    ["a backslash", "https://buy.example\\@evil.example/{address}", /character/],
    ["a placeholder that is unknown", "https://buy.example/?to={adress}", /\{adress\}/],
    ["one in capitals", "https://buy.example/?to={ADDRESS}", /\{ADDRESS\}/],
    ["one with a space", "https://buy.example/?to={address}&x={%20}", /\{%20\}/],
    ["an empty one", "https://buy.example/?to={address}&x={}", /\{\}/],
    ["braces that do not close", "https://buy.example/?to={address}&x={amount", /holds \{/],
    ["braces inside braces", "https://buy.example/?to={{address}}", /holds \{/],
    ["none", "https://buy.example/", /\{address\}/],
    ["none for the wallet", "https://buy.example/?usd={amount}", /\{address\}/],
  ])("%s is refused with the reason", (_, value, reason) => expect(problemOf(value)).toMatch(reason));
});

test("the window of the wallet: a URL, or off", () => {
  expect(walletWindow.parse("off")).toBe("off");
  expect(walletWindow.parse("https://keys.coinbase.com/connect")).toBe("https://keys.coinbase.com/connect");
  for (const wrong of ["", "on", "javascript:alert(1)", "keys.coinbase.com"]) {
    expect(walletWindow.safeParse(wrong).success).toBe(false);
  }
});
