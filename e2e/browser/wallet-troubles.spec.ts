import { expect, test } from "@playwright/test";
import {
  alertOf,
  expectPaid,
  MONEY,
  newBuyer,
  newSale,
  PRICE,
  pay,
  pickWallet,
  pressPay,
  signaturesOf,
  tryAgain,
} from "../troubled-buyer";

/** Unexpected behaviour of a wallet: each case has its message, its next step, and ends with the file. */

const DEVNET = 31337;

test("a locked wallet: the list says so, and the same wallet pays once it is unlocked", async ({ browser }) => {
  const sale = await newSale();
  const buyer = await newBuyer(browser, { knows: [DEVNET] });
  await buyer.page.goto(sale.file.url);
  buyer.wallet.failNext("eth_requestAccounts", { code: 4100, message: "Unauthorized" });
  await pay(buyer.page);
  const dialog = buyer.page.getByRole("dialog");
  await expect(dialog.getByRole("alert")).toContainText("Your wallet is locked or not connected.");
  await expect(dialog.getByRole("alert")).toContainText("Nothing was charged.");
  await pickWallet(buyer.page);
  await expectPaid(buyer.page);
  await buyer.leave();
});

test("a wallet that does not answer: the list comes back, and another attempt pays", async ({ browser }) => {
  const sale = await newSale();
  const buyer = await newBuyer(browser, { knows: [DEVNET] });
  await buyer.page.goto(sale.file.url);
  buyer.wallet.failNext("eth_requestAccounts", "never");
  await pay(buyer.page);
  const dialog = buyer.page.getByRole("dialog");
  await expect(dialog.getByText("Open Buyer Wallet and allow the connection.")).toBeVisible();
  await dialog.getByRole("button", { name: "Choose another wallet" }).click();
  await pickWallet(buyer.page);
  await expectPaid(buyer.page);
  expect(signaturesOf(buyer.wallet)).toBe(1);
  await buyer.leave();
});

test("a wallet with an open request: it is distinguished from a refusal", async ({ browser }) => {
  const sale = await newSale();
  const buyer = await newBuyer(browser, { knows: [DEVNET] });
  await buyer.page.goto(sale.file.url);
  buyer.wallet.failNext("eth_signTypedData_v4", { code: -32002, message: "Request already pending" });
  await pay(buyer.page);
  await expect(alertOf(buyer.page)).toContainText("answer or close its open request");
  await tryAgain(buyer.page).click();
  await expectPaid(buyer.page);
  await buyer.leave();
});

test("another network: switched when the wallet knows it; a refused switch charges nothing", async ({ browser }) => {
  const sale = await newSale();
  const buyer = await newBuyer(browser, { knows: [DEVNET] });
  await buyer.page.goto(sale.file.url);
  buyer.wallet.failNext("wallet_switchEthereumChain", { code: 4001, message: "User rejected the request." });
  await pay(buyer.page);
  await expect(alertOf(buyer.page)).toContainText("To continue, allow the switch to Devnet. Nothing was charged.");
  expect(signaturesOf(buyer.wallet)).toBe(0);
  await tryAgain(buyer.page).click();
  await expectPaid(buyer.page);
  expect(buyer.wallet.asked).not.toContain("wallet_addEthereumChain");
  expect(await buyer.balance()).toBe(MONEY - PRICE);
  await buyer.leave();
});

test("a network that the wallet does not know: it is added; what it will not add is named", async ({ browser }) => {
  const sale = await newSale();
  const buyer = await newBuyer(browser);
  await buyer.page.goto(sale.file.url);
  buyer.wallet.failNext("wallet_addEthereumChain", { code: 4001, message: "User rejected the request." });
  await pay(buyer.page);
  await expect(alertOf(buyer.page)).toContainText("The network stays as it was.");
  buyer.wallet.failNext("wallet_addEthereumChain", { code: -32602, message: "Expected an HTTPS endpoint" });
  await tryAgain(buyer.page).click();
  await expect(alertOf(buyer.page)).toContainText("Your wallet does not know Devnet.");
  await expect(alertOf(buyer.page)).toContainText("Add Devnet in its settings");
  expect(signaturesOf(buyer.wallet)).toBe(0);
  await tryAgain(buyer.page).click();
  await expectPaid(buyer.page);
  await buyer.leave();
});

test("a signature that is declined: what it says can be read, and compared, before the next try", async ({
  browser,
}) => {
  const sale = await newSale();
  const buyer = await newBuyer(browser, { knows: [DEVNET] });
  await buyer.page.goto(sale.file.url);
  buyer.wallet.rejectNext();
  await pay(buyer.page);
  const alert = alertOf(buyer.page);
  await expect(alert).toContainText(/You declined in your wallet\.\W*Nothing was signed and nothing was charged/);
  await alert.getByText("Does your wallet warn you?").click();
  await expect(alert).toContainText("0.25 USDC, which is $0.25 (may be shown as 250000)");
  await expect(alert).toContainText(sale.file.offers[0]?.payTo ?? "no address");
  await expect(alert).toContainText("It allows this one transfer, once");
  expect(await buyer.balance()).toBe(MONEY);
  await tryAgain(buyer.page).click();
  await expectPaid(buyer.page);
  await buyer.leave();
});

test("a wallet that blocks the request itself: said so, with what it was asked, and another wallet pays", async ({
  browser,
}) => {
  const sale = await newSale();
  const buyer = await newBuyer(browser, { knows: [DEVNET] });
  await buyer.page.goto(sale.file.url);
  buyer.wallet.failNext("eth_signTypedData_v4", { code: -32003, message: "Blocked as a deceptive request" });
  await pay(buyer.page);
  await expect(alertOf(buyer.page)).toContainText("Your wallet blocked the request.");
  await expect(alertOf(buyer.page)).toContainText("nothing was charged");
  await expect(alertOf(buyer.page).getByText("Does your wallet warn you?")).toBeVisible();
  await buyer.page.getByRole("button", { name: "Use another wallet" }).click();
  await pickWallet(buyer.page);
  await expectPaid(buyer.page);
  await buyer.leave();
});

test("while the wallet asks for the signature there is a way back, and a late signature is not sent", async ({
  browser,
}) => {
  const sale = await newSale();
  const buyer = await newBuyer(browser, { knows: [DEVNET] });
  await buyer.page.goto(sale.file.url);
  let sign: () => void = () => {};
  buyer.wallet.beforeSigning(() => new Promise((resolve) => (sign = resolve)));
  await pay(buyer.page);
  await expect(buyer.page.getByText("Waiting for your signature")).toBeVisible();
  await buyer.page.getByRole("button", { name: "Cancel" }).click();
  await expect(buyer.page.getByRole("button", { name: /^Pay / })).toBeVisible();
  sign();
  await pressPay(buyer.page);
  await expectPaid(buyer.page);
  expect(signaturesOf(buyer.wallet)).toBe(2);
  expect(await buyer.balance()).toBe(MONEY - PRICE);
  await buyer.leave();
});
