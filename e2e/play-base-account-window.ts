/**
 * Runs in the window that plays Base Account. The messages are those of its SDK (base/account-sdk: core/communicator,
 * sign/base-account, util/cipher): a greeting, a handshake that agrees on a key (ECDH on P-256, AES-GCM), then encrypted
 * requests. A person approves or declines each; after it the window says that it closes, and closes.
 */
export function playWindow({ chainId, rpcUrl }: { chainId: number; rpcUrl: string }): void {
  type Sealed = { iv: Uint8Array<ArrayBuffer>; cipherText: ArrayBuffer };
  type Message = {
    id?: string;
    requestId?: string;
    sender?: string;
    data?: unknown;
    content?: { handshake?: unknown; encrypted?: Sealed };
  };
  const page = window.opener as Window;
  const origin = new URLSearchParams(location.search).get("origin") ?? "";
  const greeting = crypto.randomUUID();
  const send = (message: object) => page.postMessage(message, origin);
  const tell = async (path: string, body: unknown) => {
    const answer = await fetch(path, { method: "POST", body: JSON.stringify(body) });
    return ((await answer.json()) as { result: unknown }).result;
  };
  const element = (id: string) => document.getElementById(id) as HTMLElement;

  const toHex = (bytes: ArrayBuffer) =>
    [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  const fromHex = (hex: string) =>
    new Uint8Array((hex.match(/../g) ?? []).map((byte) => Number.parseInt(byte, 16))) as Uint8Array<ArrayBuffer>;
  const curve = { name: "ECDH", namedCurve: "P-256" };
  // Kept over requests: the page keeps its own, too.
  async function ownKeys(): Promise<CryptoKeyPair> {
    const kept = localStorage.getItem("keys");
    if (kept) {
      const { priv, pub } = JSON.parse(kept) as { priv: JsonWebKey; pub: JsonWebKey };
      return {
        privateKey: await crypto.subtle.importKey("jwk", priv, curve, true, ["deriveKey"]),
        publicKey: await crypto.subtle.importKey("jwk", pub, curve, true, []),
      };
    }
    const made = await crypto.subtle.generateKey(curve, true, ["deriveKey"]);
    const priv = await crypto.subtle.exportKey("jwk", made.privateKey);
    const pub = await crypto.subtle.exportKey("jwk", made.publicKey);
    localStorage.setItem("keys", JSON.stringify({ priv, pub }));
    return made;
  }
  async function secretWith(sender: string, { privateKey }: CryptoKeyPair): Promise<CryptoKey> {
    const theirs = await crypto.subtle.importKey("spki", fromHex(sender), curve, true, []);
    const aes = { name: "AES-GCM", length: 256 };
    return crypto.subtle.deriveKey({ name: "ECDH", public: theirs }, privateKey, aes, false, ["encrypt", "decrypt"]);
  }

  async function answer({ id, sender = "" }: Message, result: object): Promise<void> {
    const keys = await ownKeys();
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const text = new TextEncoder().encode(JSON.stringify({ result, data: { chains: { [chainId]: rpcUrl } } }));
    const cipherText = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, await secretWith(sender, keys), text);
    const own = toHex(await crypto.subtle.exportKey("spki", keys.publicKey));
    const content = { encrypted: { iv, cipherText } };
    send({ id: crypto.randomUUID(), requestId: id, sender: own, content, timestamp: new Date() });
  }

  async function ask(message: Message, sealed: Sealed): Promise<void> {
    const secret = await secretWith(message.sender ?? "", await ownKeys());
    const open = await crypto.subtle.decrypt({ name: "AES-GCM", iv: sealed.iv }, secret, sealed.cipherText);
    const { action } = JSON.parse(new TextDecoder().decode(open)) as { action: { method: string } };
    await tell("/asked", action);
    element("what").textContent = action.method;
    const end = async (result: object) => {
      await answer(message, result);
      send({ event: "PopupUnload" });
      window.close();
    };
    const refusal = { error: { code: 4001, message: "User rejected the request." } };
    element("yes").onclick = async () => end({ value: await tell("/sign", action) });
    element("no").onclick = () => end(refusal);
    element("yes").hidden = false;
    element("no").hidden = false;
  }

  window.addEventListener("message", async (event: MessageEvent<Message>) => {
    if (event.origin !== origin) return;
    const { data: message } = event;
    if (message.requestId === greeting) return void tell("/greeted", message.data);
    if (message.content?.handshake) {
      await tell("/asked", { method: "handshake" });
      return answer(message, { value: null });
    }
    if (message.content?.encrypted) await ask(message, message.content.encrypted);
  });
  send({ event: "PopupLoaded", id: greeting });
}
