import { access } from "./en/access";
import { accounts } from "./en/accounts";
import { answers } from "./en/answers";
import { bundles } from "./en/bundles";
import { buy } from "./en/buy";
import { chosen } from "./en/chosen";
import { complaints } from "./en/complaints";
import { decisions } from "./en/decisions";
import { desk } from "./en/desk";
import { editing } from "./en/editing";
import { embeds } from "./en/embeds";
import { errors } from "./en/errors";
import { facts } from "./en/facts";
import { fields } from "./en/fields";
import { files } from "./en/files";
import { formats } from "./en/formats";
import { front } from "./en/front";
import { gifts } from "./en/gifts";
import { keeping } from "./en/keeping";
import { layout } from "./en/layout";
import { legal } from "./en/legal";
import { links } from "./en/links";
import { mails } from "./en/mails";
import { newcomers } from "./en/newcomers";
import { notices } from "./en/notices";
import { numbers } from "./en/numbers";
import { operator } from "./en/operator";
import { overview } from "./en/overview";
import { owner } from "./en/owner";
import { page } from "./en/page";
import { payments } from "./en/payments";
import { previews } from "./en/previews";
import { privacy } from "./en/privacy";
import { purchases } from "./en/purchases";
import { receipts } from "./en/receipts";
import { recover } from "./en/recover";
import { refunds } from "./en/refunds";
import { reports } from "./en/reports";
import { sales } from "./en/sales";
import { sell } from "./en/sell";
import { sellerPage } from "./en/sellerPage";
import { sellers } from "./en/sellers";
import { sessions } from "./en/sessions";
import { shop } from "./en/shop";
import { shown } from "./en/shown";
import { storage } from "./en/storage";
import { trial } from "./en/trial";
import { troubles } from "./en/troubles";
import { ui } from "./en/ui";
import { uploads } from "./en/uploads";
import { viewer } from "./en/viewer";
import { wallets } from "./en/wallets";

/** All messages in English. The other languages have the same keys; tsc checks that. */
export const en = {
  access,
  accounts,
  answers,
  bundles,
  buy,
  recover,
  chosen,
  complaints,
  decisions,
  overview,
  sales,
  desk,
  editing,
  embeds,
  reports,
  viewer,
  sellerPage,
  sellers,
  errors,
  facts,
  fields,
  files,
  formats,
  front,
  gifts,
  layout,
  operator,
  owner,
  trial,
  page,
  keeping,
  links,
  mails,
  newcomers,
  notices,
  numbers,
  payments,
  previews,
  purchases,
  receipts,
  refunds,
  sell,
  legal,
  shop,
  shown,
  troubles,
  privacy,
  sessions,
  storage,
  ui,
  uploads,
  wallets,
};

export type Messages = typeof en;
