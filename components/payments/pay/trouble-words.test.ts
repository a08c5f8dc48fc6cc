import { expect, test } from "vitest";
import { errorTable } from "@/lib/errors";
import { foreignAnswer } from "@/lib/foreign-answers";
import { allMessages } from "@/lib/i18n/all-messages";
import { localeNames } from "@/lib/i18n/locales";
import { bindWords } from "@/lib/i18n/words";
import {
  failedTrouble,
  lateSignature,
  problemTrouble,
  proxyTrouble,
  salesPaused,
  unsupportedWallet,
  wrongOffer,
} from "./trouble";
import { troubleWords } from "./trouble-words";

const offer = { networkName: "Base", symbol: "USDC" };
const troubles = [
  salesPaused,
  lateSignature,
  wrongOffer,
  unsupportedWallet("Ambire"),
  failedTrouble({ state: "failed" } as never),
  failedTrouble({ state: "refunded" } as never),
  ...Object.entries(errorTable).map(([code, { status }]) => problemTrouble({ code, status })),
  ...[200, 403, 407, 413, 418, 429, 431, 502, 504, 511].map((status) =>
    problemTrouble({ code: foreignAnswer(status), status, title: "", isForeign: true }),
  ),
  proxyTrouble,
];

test.each(localeNames)("whatever the server refuses has whole words and a next step, in %s", (locale) => {
  const payments = bindWords(locale, allMessages[locale], "payments");
  const wallets = bindWords(locale, allMessages[locale], "wallets");
  const answers = bindWords(locale, allMessages[locale], "answers");
  for (const trouble of troubles) {
    const { title, detail } = troubleWords(trouble, { payments, answers, wallets, offer });
    expect(title.length * detail.length, trouble.code).toBeGreaterThan(0);
    expect(`${title} ${detail}`, trouble.code).not.toMatch(/[{}]|Title|Detail/);
    expect(trouble.next !== "none" || trouble.otherWallet, `${trouble.code} leads nowhere`).toBe(true);
  }
});

test("a refusal says that nothing was charged, but where the network shows that it was", () => {
  const payments = bindWords("en", allMessages.en, "payments");
  const wallets = bindWords("en", allMessages.en, "wallets");
  const answers = bindWords("en", allMessages.en, "answers");
  for (const trouble of troubles.filter(({ code }) => code !== "refunded" && code !== "payment_unrecorded")) {
    const { title, detail } = troubleWords(trouble, { payments, answers, wallets, offer });
    expect(`${title} ${detail}`, trouble.code).toMatch(/nothing was charged/i);
  }
});
