import "server-only";
import type { Templates } from "@/lib/legal/schema";

export const en: Templates = {
  imprint: `[[name of the person or company that runs this shop]]

[[street and number]]
[[postcode and town]]
[[country]]

E-mail: [[e-mail address]]

[[register and number, tax number, supervisory authority, or delete this line]]
`,
  terms: `## What this shop is

This shop is run by [[name of the person or company that runs this shop]]. It runs Filekiosk: sellers put files on sale here,
and buyers pay them directly, from wallet to wallet. We are not a party to the sale, we never hold the money, and we take
nothing from it.

## For sellers

- You sell only what you have the right to sell, and you describe it truthfully.
- You do not sell what is illegal in [[country whose law applies]] or in your own country, nor malware, nor personal data of
  others.
- You answer your buyers, and you keep the refund terms that you have shown them.
- Taxes and duties on your sales are yours.
- You keep the keys of your wallet. We cannot bring back money that was sent to a wrong address.

## For buyers

- You buy from the seller, who is named on the file's page with the terms for refunds.
- You pay exactly the amount shown. You can download until the date shown before you paid.
- If something is wrong with a file, write to the seller from its page.

## What we may do

We may stop the sale of a file, or close it, if it breaks the law or these terms. We give reasons, and you can object by
writing to [[e-mail address]].

## Liability

[[what you are liable for under your law, or delete this section]]

## Law

[[country whose law applies]]. These terms are of [[date]].
`,
  privacy: `## Who is responsible

[[name of the person or company that runs this shop]], [[e-mail address]].

## What we store, why, and for how long

| what | why | how long |
| --- | --- | --- |
| wallet addresses, payments, refunds, receipts | to give buyers their files; accounting | [[years of your law]] years |
| what sellers write: name, contact, titles, descriptions | to show it to buyers | until the seller changes or erases it |
| messages from buyers to sellers, with an address for replies | so that the seller can answer | [[days of KEEP_COMPLAINTS]] days after they are done |
| e-mail addresses where sellers and buyers are told, if they wish | to tell them about sales, new versions and refunds | until they erase or change them |
| a keyed hash of each, and whether its owner unsubscribed | so that nobody is mailed against their will | as long as the shop exists |
| payments that failed | to tell buyers what happened | 30 days |
| network addresses in logs | to find faults and attacks | [[days that you keep logs]] days |

The basis is the contract (article 6(1)(b) of the GDPR), the law on accounting (6(1)(c)), and our interest in a safe shop
(6(1)(f)).

Payments are written to public blockchains by their networks. Nobody can erase them there.

## Who receives it

The seller sees the address of the wallet that paid, and messages to the seller. To settle payments we ask nodes of the
networks: [[names of your node providers and your facilitator]]. The server is at [[your hosting provider and its country]].

## Cookies

Only what the shop needs: your sign-in, your language, and the key to what you bought. No advertising, no statistics by
others.

## Your rights

You can see, correct, take with you and erase your data. Sellers find this under Settings, buyers under My purchases. You can
also write to us, and complain to a supervisory authority: [[name of the authority]].
`,
};
