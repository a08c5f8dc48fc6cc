import { access } from "./ar/access";
import { accounts } from "./ar/accounts";
import { answers } from "./ar/answers";
import { bundles } from "./ar/bundles";
import { buy } from "./ar/buy";
import { chosen } from "./ar/chosen";
import { complaints } from "./ar/complaints";
import { decisions } from "./ar/decisions";
import { desk } from "./ar/desk";
import { editing } from "./ar/editing";
import { embeds } from "./ar/embeds";
import { errors } from "./ar/errors";
import { facts } from "./ar/facts";
import { fields } from "./ar/fields";
import { files } from "./ar/files";
import { formats } from "./ar/formats";
import { front } from "./ar/front";
import { gifts } from "./ar/gifts";
import { keeping } from "./ar/keeping";
import { layout } from "./ar/layout";
import { legal } from "./ar/legal";
import { links } from "./ar/links";
import { mails } from "./ar/mails";
import { newcomers } from "./ar/newcomers";
import { notices } from "./ar/notices";
import { numbers } from "./ar/numbers";
import { operator } from "./ar/operator";
import { overview } from "./ar/overview";
import { owner } from "./ar/owner";
import { page } from "./ar/page";
import { payments } from "./ar/payments";
import { previews } from "./ar/previews";
import { privacy } from "./ar/privacy";
import { purchases } from "./ar/purchases";
import { receipts } from "./ar/receipts";
import { recover } from "./ar/recover";
import { refunds } from "./ar/refunds";
import { reports } from "./ar/reports";
import { sales } from "./ar/sales";
import { sell } from "./ar/sell";
import { sellerPage } from "./ar/sellerPage";
import { sellers } from "./ar/sellers";
import { sessions } from "./ar/sessions";
import { shop } from "./ar/shop";
import { shown } from "./ar/shown";
import { storage } from "./ar/storage";
import { trial } from "./ar/trial";
import { troubles } from "./ar/troubles";
import { ui } from "./ar/ui";
import { uploads } from "./ar/uploads";
import { viewer } from "./ar/viewer";
import { wallets } from "./ar/wallets";

export const ar = {
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
