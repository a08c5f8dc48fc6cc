/** Paid storage: what keeping a file costs, paying for it, and keeping it longer. */
export const storage = {
  // the file's page
  storedUntil: "Stored here until {date}.",
  keepLonger: "Keep this file longer",
  boughtAgainTitle: "Your time to download this file has ended.",
  boughtAgain: "You can buy it again for as long as it is on sale here.",
  boughtAgainNotNow: "It is still stored here. If it goes on sale again, you can buy it again.",
  keptUntil: "Kept until {date}.",
  asLongAsKept:
    "Once bought, download for as long as it is kept here: until {date}, or longer if more time is paid for.",
  partMissing: "This part of the page could not be loaded. Nothing was charged.",
  tryAgain: "Try again",

  // keeping a file longer
  forHowLong: "For how much longer",
  days: "{count, plural, one {# day} other {# days}}",
  untilDay: "Until a day",
  keepUntil: "Keep until",
  keptNow: "Paid for until {date} now.",
  adds: "{count, plural, one {Adds # day to its storage: it is then kept until {date}.} other {Adds # days to its storage: it is then kept until {date}.}}",
  paysFrom: "Pays for {count, plural, one {# day} other {# days}} from now: it is then kept until {date}.",
  addsNoMore:
    "That is all. It does not put the file on sale, and a download period that ends on a date does not get longer.",
  noRefund: "Nothing is refunded if the file is deleted or taken down before then.",
  priceOnce: "{price}, paid once to this server’s operator",
  asking: "Asking for the price…",
  noPrice: "The price could not be read. Nothing was charged.",
  atLeast:
    "{count, plural, one {The least that can be paid for is # day.} other {The least that can be paid for is # days.}}",
  atMost:
    "{count, plural, =0 {It is paid for as far ahead as this server allows.} one {At most # more day can be paid for.} other {At most # more days can be paid for.}}",
  chooseDays: "{count, plural, one {Choose # day} other {Choose # days}}",
  chooseLater: "Choose a later day.",
  payOn: "Pay on",
  payWith: "Pay",
  keptLonger: "Paid. The file is kept until {date}.",
  keptLongerSoon: "Paid. Reload this page to see until when the file is kept.",
  close: "Close",
  cancel: "Cancel",

  // putting a file on sale
  cost: "{size} until {date}: {price}, paid once to this server’s operator",
  costMore: "Each 30 days more cost {price}.",
  costLeast: "That is the least that can be paid.",
  costAsking: "Asking what keeping it costs…",
  costUnknown: "What keeping it costs could not be read. You see the price before you pay.",
  costRefund: "Nothing is refunded if the file is deleted, taken down or refused.",
  costTooLong:
    "{count, plural, one {A file can be kept for # day at most here. Choose an earlier day.} other {A file can be kept for # days at most here. Choose an earlier day.}}",
  saleHint: "Until the end of that day.",
  costWhen: "You pay it when you publish.",
  freeRoom: "Free: there is room.",
  freeRoomWhy:
    "Nothing has to be paid to keep {size} until {date}. Should the room be taken meanwhile, you see the price first.",
  freeSeller: "Free: the operator of this server keeps your files.",
  noEnd: "No end date",
  noEndPaid: "On sale, and for its buyers to download, for as long as it is kept.",
  noEndFree: "On sale, and for its buyers to download, without an end.",
  downloadNoEnd: "Buyers may download for as long as it is kept",
  keepHint: "You and others can pay for more time later.",
  due: "Keeping it has to be paid for: {price} for {count, plural, one {# day} other {# days}}.",
  dueWhy: "Your file is here. It is published as soon as this is paid.",
  dueMore: "Its storage has to be paid for longer: {price} for {count, plural, one {# more day} other {# more days}}.",
  dueMoreWhy: "Then what you promise to buyers is covered.",
  dueLarger: "The new file is larger than what is paid for. Keeping the difference costs {price}.",
  dueLargerWhy: "The file is replaced as soon as this is paid.",
  back: "Back",

  // in place of the words of `payments`, which speak of a seller: see `load-pay-storage.ts`
  changedPrice: "The price has changed since you opened this page.",
  changedPayee: "The address that storage is paid to has changed since you opened this page.",
  signTo: "To, the address of this server's operator",
  copySeller: "Copy the operator's address",
  owedTitle: "Your payment went through, but the file was stopped meanwhile.",
  owedDetail: "The operator of this server owes you the money back.",
  pausedSalesTitle: "Payments are paused. Nothing was charged.",
  pausedSalesDetail: "This server cannot send payments at the moment. Try again later.",
  payeeRefusedTitle: "The operator cannot be paid at the moment. Nothing was charged.",
  payeeRefusedDetail:
    "The issuer of {token} does not let the operator’s address receive on {network}. Try again later.",
  spentTitle: "No more payments can be settled here today. Nothing was charged.",
  spentDetail: "Try again tomorrow.",
  chainDetail: "Try again in a moment.",
  suspendedTitle: "The operator of this server has stopped this file.",
  suspendedDetail: "Nothing was charged.",
  removedDetail: "Nothing was charged.",
  unavailableTitle: "Storage cannot be sold right now. Nothing was charged.",
  ownFileTitle: "This wallet is the one that storage is paid to.",
  unrecordedDetail:
    "Do not pay again. Write to the operator of this server and name the transaction that your wallet shows.",
  refundedTitle: "This payment has been refunded.",
  refundedDetail: "You can pay again.",
} as const;
