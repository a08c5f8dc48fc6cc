import { access } from "./fr/access";
import { accounts } from "./fr/accounts";
import { answers } from "./fr/answers";
import { bundles } from "./fr/bundles";
import { buy } from "./fr/buy";
import { chosen } from "./fr/chosen";
import { complaints } from "./fr/complaints";
import { decisions } from "./fr/decisions";
import { desk } from "./fr/desk";
import { editing } from "./fr/editing";
import { embeds } from "./fr/embeds";
import { errors } from "./fr/errors";
import { facts } from "./fr/facts";
import { fields } from "./fr/fields";
import { files } from "./fr/files";
import { formats } from "./fr/formats";
import { front } from "./fr/front";
import { gifts } from "./fr/gifts";
import { keeping } from "./fr/keeping";
import { layout } from "./fr/layout";
import { legal } from "./fr/legal";
import { links } from "./fr/links";
import { mails } from "./fr/mails";
import { newcomers } from "./fr/newcomers";
import { notices } from "./fr/notices";
import { numbers } from "./fr/numbers";
import { operator } from "./fr/operator";
import { overview } from "./fr/overview";
import { owner } from "./fr/owner";
import { page } from "./fr/page";
import { payments } from "./fr/payments";
import { previews } from "./fr/previews";
import { privacy } from "./fr/privacy";
import { purchases } from "./fr/purchases";
import { receipts } from "./fr/receipts";
import { recover } from "./fr/recover";
import { refunds } from "./fr/refunds";
import { reports } from "./fr/reports";
import { sales } from "./fr/sales";
import { sell } from "./fr/sell";
import { sellerPage } from "./fr/sellerPage";
import { sellers } from "./fr/sellers";
import { sessions } from "./fr/sessions";
import { shop } from "./fr/shop";
import { shown } from "./fr/shown";
import { storage } from "./fr/storage";
import { trial } from "./fr/trial";
import { troubles } from "./fr/troubles";
import { ui } from "./fr/ui";
import { uploads } from "./fr/uploads";
import { viewer } from "./fr/viewer";
import { wallets } from "./fr/wallets";

export const fr = {
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
