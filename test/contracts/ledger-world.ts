import type { Authorization } from "@/lib/payments/ports";
import { freshDatabase } from "../database";
import { Ledger, LIFE, type Message, newLedgerAccount } from "./ledger";
import { ledgerMethod } from "./ledger-method";
import type { ContractPayer, MethodWorld } from "./payment-method.contract";

const NETWORK = "ledger:main";

type Signing = { payee: string; priceMicroUsd: bigint; binding?: string };

type LedgerWorld = MethodWorld & {
  ledger: Ledger;
  method: ReturnType<typeof ledgerMethod>;
  /** What a payer signs for this price. */
  signFor(payer: ContractPayer, of: Signing): Promise<Authorization>;
};

/** The method on a `Ledger`, with a database of its own unless there is one. */
export async function openLedgerWorld(
  open: () => Promise<{ close(): Promise<void> }> = freshDatabase,
): Promise<LedgerWorld> {
  const database = await open();
  const ledger = new Ledger(new Date());
  const method = ledgerMethod(ledger, NETWORK);
  const payee = newLedgerAccount().id;
  return {
    ledger,
    method,
    network: NETWORK,
    sellerId: "seller",
    payee,
    async newPayer(amount) {
      const account = newLedgerAccount();
      ledger.fund(account.id, amount);
      return {
        account: account.id,
        async sign(terms, { binding } = {}) {
          const { recent = "" } = terms.slots;
          const memo = binding ?? terms.slots.memo ?? "";
          const message = { from: account.id, to: terms.payee, amount: `${terms.amount}`, recent, memo };
          return { message, signature: account.sign(message) };
        },
      };
    },
    async signFor(payer, { payee: to, priceMicroUsd, binding }) {
      const due = { payee: to, priceMicroUsd, payeeNetworks: null };
      const [terms] = method.terms(due, binding ?? null, ledger.now());
      const decoded = terms && method.decode("x402", await payer.sign(terms), NETWORK);
      if (decoded?.kind !== "authorization") throw new Error("not signed");
      return decoded.authorization;
    },
    balanceOf: async (id) => ledger.balanceOf(id),
    respell(payload) {
      const { message, signature } = payload as { message: Message; signature: string };
      const reordered = Object.fromEntries(Object.entries(message).toReversed());
      return [
        { signature: Buffer.from(signature, "base64url").toString("base64"), message },
        { signature, message: reordered },
      ];
    },
    async useByStranger({ payer, payee: to, amount, signed, signature }) {
      ledger.send({ from: payer, to, amount: `${amount}`, ...JSON.parse(signed) }, signature, "stranger");
    },
    async loseAnswers() {
      ledger.fault = "silent";
    },
    async swallow() {
      ledger.fault = "swallow";
    },
    async heal() {
      ledger.fault = null;
    },
    async letExpire() {
      ledger.mine(LIFE + 1);
      return ledger.now();
    },
    async remember() {
      const { height } = ledger;
      return async () => ledger.reorganise(ledger.height - height);
    },
    now: () => ledger.now(),
    close: () => database.close(),
  };
}

/** Ids that differ only in their case. */
export function inOtherCase(id: string): string {
  const at = id.search(/[a-zA-Z]/);
  const letter = id.charAt(at);
  const other = letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase();
  return id.slice(0, at) + other + id.slice(at + 1);
}
