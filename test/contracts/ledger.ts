import { createHash, generateKeyPairSync, type KeyObject, sign, verify } from "node:crypto";

/**
 * A network that is unlike an EVM one, for the contract of payment methods: ids are case-sensitive text, what is signed
 * is valid for a number of blocks and not until a time, it has no nonce, and a transaction's id is known before it is
 * sent. It keeps its accounts in memory; its rules are copied from a real ledger (Solana's).
 */

/** Blocks for which a message is valid after the one that it names. */
export const LIFE = 150;
/** Milliseconds from block to block. */
export const BLOCK_TIME = 400;

/** What a payer signs. */
export type Message = { from: string; to: string; amount: string; recent: string; memo: string };
type Landed = { id: string; message: Message; sender: string; failed: boolean };
export type Block = { height: number; hash: string; time: Date; landed: Landed[] };

export type LedgerAccount = { id: string; sign(message: Message): string };

export class Ledger {
  blocks: Block[] = [];
  /** What happens to the next transactions: `swallow`, or `silent`: they land, and the sender hears nothing. */
  fault: "swallow" | "silent" | null = null;
  readonly #balances = new Map<string, bigint>();

  constructor(private readonly began: Date) {
    this.mine();
  }

  get height(): number {
    return this.blocks.length - 1;
  }

  /** Makes empty blocks. */
  mine(count = 1): void {
    for (let made = 0; made < count; made += 1) this.#append([]);
  }

  /** The time of the newest block. */
  now(): Date {
    return this.#block(this.height).time;
  }

  balanceOf(id: string): bigint {
    return this.#balances.get(id) ?? 0n;
  }

  fund(id: string, amount: bigint): void {
    this.#balances.set(id, this.balanceOf(id) + amount);
  }

  find(id: string): { block: Block; landed: Landed; position: number } | null {
    for (const block of this.blocks) {
      const position = block.landed.findIndex((one) => one.id === id);
      const landed = block.landed[position];
      if (landed) return { block, landed, position };
    }
    return null;
  }

  /** Whether it could land in the next block. */
  accepts(message: Message): boolean {
    const age = this.height - Number(message.recent);
    return age >= 0 && age <= LIFE && this.find(idOf(message)) === null;
  }

  /** @returns its id; null when the sender hears nothing */
  send(message: Message, signature: string, sender: string): string | null {
    const { fault } = this;
    if (fault === "swallow") return null;
    if (!isSignedBy(message.from, message, signature) || !this.accepts(message)) throw new Error("refused");
    const amount = BigInt(message.amount);
    const failed = this.balanceOf(message.from) < amount;
    if (!failed) {
      this.fund(message.from, -amount);
      this.fund(message.to, amount);
    }
    this.#append([{ id: idOf(message), message, sender, failed }]);
    return fault === "silent" ? null : idOf(message);
  }

  /** Removes the newest blocks and the transfers in them. */
  reorganise(blocks: number): void {
    for (const { landed } of this.blocks.splice(-blocks)) {
      for (const { message, failed } of landed) {
        if (failed) continue;
        this.fund(message.to, -BigInt(message.amount));
        this.fund(message.from, BigInt(message.amount));
      }
    }
  }

  #append(landed: Landed[]): void {
    const height = this.blocks.length;
    const time = new Date(this.began.getTime() + height * BLOCK_TIME);
    const hash = createHash("sha256")
      .update(`${height} ${JSON.stringify(landed)} ${Math.random()}`)
      .digest("base64url");
    this.blocks.push({ height, hash, time, landed });
  }

  #block(height: number): Block {
    const block = this.blocks[height];
    if (!block) throw new Error("no such block");
    return block;
  }
}

/** The text that is signed: one for each message. */
const textOf = ({ from, to, amount, recent, memo }: Message) => JSON.stringify([from, to, amount, recent, memo]);

/** A transaction's id, which is known before it is sent. */
export function idOf(message: Message): string {
  return createHash("sha256").update(textOf(message)).digest("base64url");
}

export function isSignedBy(id: string, message: Message, signature: string): boolean {
  const key = { kty: "OKP", crv: "Ed25519", x: id.replaceAll(".", "_") };
  try {
    const publicKey = { key: key as never, format: "jwk" } as const;
    return verify(null, Buffer.from(textOf(message)), publicKey, Buffer.from(signature, "base64url"));
  } catch {
    return false;
  }
}

export function newLedgerAccount(): LedgerAccount {
  const { publicKey, privateKey } = generateKeyPairSync("ed25519");
  return {
    id: idOfKey(publicKey),
    sign: (message) => sign(null, Buffer.from(textOf(message)), privateKey).toString("base64url"),
  };
}

/** CAIP-10 allows no underscore. */
function idOfKey(key: KeyObject): string {
  return String(key.export({ format: "jwk" }).x).replaceAll("_", ".");
}
