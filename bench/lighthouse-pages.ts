import { setTimeout as sleep } from "node:timers/promises";
import sharp from "sharp";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { present, signFor } from "../e2e/buyer";
import { cookiesOf, type Seller, signInSeller, signOffered } from "../e2e/seller";
import type { Stack } from "../e2e/stack";
import type { FileInfo } from "../lib/products/files/schema";
import type { SignInNonce } from "../lib/sign-in/schema";

/** A page that Lighthouse looks at, as a phone unless it says otherwise. */
export type LookedAt = {
  name: string;
  url: string;
  desktop?: boolean;
  /** `Cookie` header of somebody who is signed in. Search engines are kept from these pages: that costs them nothing here. */
  cookie?: string;
};

const newAccount = () => privateKeyToAccount(generatePrivateKey());

/** The pages on which money is made and spent, with something on each of them. */
export async function pagesToLookAt({ app, chain }: Stack): Promise<LookedAt[]> {
  const seller = await signInSeller(app.url, newAccount());
  const description = "Twelve pages about a summer by the sea.";
  const plain = (await seller.sell({ title: "Field notes", description })).file.url;
  // The heaviest that there is.
  const picture = await sellPicture(seller, app.url);
  const buyer = newAccount();
  await chain.fund(buyer.address, 10_000_000n);
  for (const link of [plain, picture]) {
    const paid = await present(link, (await signFor(link, buyer)).header);
    if (!paid.ok) throw new Error(`the payment was answered by ${paid.status}: ${await paid.text()}`);
    await paid.arrayBuffer();
  }
  return [
    { name: "front page", url: app.url },
    { name: "front page on a computer", url: app.url, desktop: true },
    { name: "a file on sale", url: plain },
    { name: "a picture on sale, with a cover", url: picture },
    { name: "a picture on sale, on a computer", url: picture, desktop: true },
    { name: "My purchases", url: `${app.url}/purchases`, cookie: await signInBuyer(app.url, buyer) },
    { name: "no wallet yet", url: `${app.url}/wallets` },
    { name: "overview", url: `${app.url}/dashboard`, cookie: seller.cookie, desktop: true },
    { name: "own files", url: `${app.url}/dashboard/files`, cookie: seller.cookie, desktop: true },
  ];
}

async function signInBuyer(appUrl: string, account: ReturnType<typeof newAccount>): Promise<string> {
  const headers = { Origin: appUrl, "Content-Type": "application/json" };
  const offered = await fetch(`${appUrl}/api/purchases/sign-in/nonce`, { method: "POST", headers });
  const body = JSON.stringify(await signOffered(account, (await offered.json()) as SignInNonce));
  const signedIn = await fetch(`${appUrl}/api/purchases/sign-in`, { method: "POST", headers, body });
  if (!signedIn.ok) throw new Error(`the sign-in was answered by ${signedIn.status}: ${await signedIn.text()}`);
  return cookiesOf(signedIn);
}

async function sellPicture(seller: Seller, appUrl: string): Promise<string> {
  const noise = { type: "gaussian", mean: 128, sigma: 40 } as const;
  const photo = await sharp({ create: { width: 1_600, height: 1_200, channels: 3, background: "#000", noise } })
    .blur(2)
    .jpeg()
    .toBuffer();
  const { file } = await seller.sell({ bytes: photo, name: "harbour.jpg", title: "Harbour at dusk", price: "4.50" });
  const cover = await fetch(`${appUrl}/api/files/${file.id}/cover`, {
    method: "PUT",
    headers: { Cookie: seller.cookie, Origin: appUrl, "Content-Type": "image/jpeg" },
    body: new Uint8Array(photo),
  });
  if (!cover.ok) throw new Error(`the cover was answered by ${cover.status}: ${await cover.text()}`);
  for (const deadline = Date.now() + 30_000; Date.now() < deadline; await sleep(200)) {
    const answer = await fetch(`${appUrl}/api/files/${file.id}/info`);
    if (((await answer.json()) as FileInfo).preview?.kind === "cover") return file.url;
  }
  throw new Error("the cover is not shown");
}
