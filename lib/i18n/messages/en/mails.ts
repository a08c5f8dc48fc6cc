export const mails = {
  sold: "Sold: {title}",
  soldText: "Somebody bought {title} for {amount} on {network}. The money was paid straight to {payTo}.",
  complaint: "A buyer wrote about {title}",
  complaintText: "The message, and how to reply, are on your dashboard.",
  refunded: "Refunded: {title}",
  refundedText: "{amount} for {title} went back to the buyer on {network}.",
  saleEnds: "{days, plural, one {One day left: {title}} other {# days left: {title}}}",
  saleEndsText: "{title} is on sale until {date}. You can extend the sale on your dashboard.",
  storageEnds: "{days, plural, one {Stored for one more day: {title}} other {Stored for # more days: {title}}}",
  storageEndsText:
    "{title} is stored until {date}. Then its bytes are deleted. You can put it on sale again on your dashboard.",
  keptEndsText:
    "{title} is stored until {date}. Then its bytes are deleted. You or anybody else can pay for more time on its page.",
  domainMissing: "{domain}: the record is missing",
  domainMissingText:
    "The DNS record that proves that {domain} is yours was not found. If it is not back by {date}, buyers no longer see the domain beside your name.",
  domainWithdrawn: "{domain} is no longer shown",
  domainWithdrawnText:
    "The DNS record that proved that {domain} is yours has been missing, so buyers no longer see the domain beside your name. Put the record back and check it in Settings to prove the domain again.",
  storageEnded: "Storage ends: {title}",
  storageEndedText:
    "The operator of this shop stops storing {title} on {date}. Then its bytes are deleted, except for buyers who may still download it. Nobody can pay for more time.",
  bytesLost: "Lost: {title}",
  bytesLostText:
    "This shop has lost bytes of {title}. It is no longer for sale, and what is lost cannot be downloaded any more.",
  paidBack: "The operator owes what was paid for the days that are not used, and returns it to the wallets that paid.",
  suspended: "Suspended: {title}",
  suspendedText:
    "The operator of this shop has stopped the sale of {title}. The reasons, and how to appeal, are on your dashboard.",
  withheld: "Withheld: {title}",
  withheldText:
    "The operator of this shop has closed {title} to everybody, buyers included. The reasons, and how to appeal, are on your dashboard.",
  lifted: "Open again: {title}",
  liftedText: "The operator of this shop has lifted an earlier decision about {title}.",
  deleted: "Deleted: {title}",
  deletedText: "The operator of this shop has deleted {title}. The reasons, and how to appeal, are on your dashboard.",
  sellerSuspended: "Your sales were stopped",
  sellerSuspendedText:
    "The operator of this shop has stopped all your sales. The reasons, and how to appeal, are on your dashboard.",
  sellerLifted: "You can sell again",
  sellerLiftedText: "The operator of this shop has lifted the stop of your sales.",
  reportDecided: "Your report {number} was decided",
  reportDecidedText:
    "You reported a file on {shop}. Its operator has decided about it. The reasons, and how to appeal, are on the status page of report {number}: use the link that you were given.",
  appealDecided: "Your appeal was decided",
  appealReversedText: "The operator of this shop has changed the decision. The reasons are on your dashboard.",
  appealUpheldText: "The operator of this shop has kept the decision. The reasons are on your dashboard.",
  toDashboard: "Open the dashboard",
  confirm: "Confirm this address",
  confirmText:
    "Somebody entered this address on {shop}, to be told about the files they sell there. If that was you, confirm it within 24 hours. If not, do nothing: you will hear no more.",
  confirmAction: "Confirm",
  yourFile: "Your file: {title}",
  yourFileText:
    "Somebody who bought {title} on {shop} entered this address. The link opens the file once, within 24 hours. Opening it confirms the address: then we also tell you about a new version, an answer, a refund, and before your download ends.",
  yourFileNot: "If that was not you, do nothing: you will hear no more.",
  openFile: "Open the file",
  newVersion: "A new version of {title}",
  newVersionText:
    "The seller has replaced {title}, which you bought. The link opens the new version once, within 24 hours.",
  downloadEnds: "Your download of {title} ends soon",
  downloadEndsText: "You can download {title} until {date}. The link opens it once, within 24 hours.",
  newLink: "A new link to {title}",
  newLinkText: "The link opens {title} once, within 24 hours.",
  answered: "The seller of {title} has answered you",
  answeredText:
    "You wrote to the seller of {title}, which you bought on {shop}. The link opens the file once, within 24 hours, with the answer below it.",
  answeredElsewhere:
    "You wrote to the seller of {title}, which you bought on {shop}. Sign in to My purchases with the wallet that paid to read the answer.",
  toPurchases: "Open My purchases",
  yourRefund: "Your refund for {title}",
  yourRefundText: "The seller has returned {amount} for {title} on {network}. Transaction: {transaction}",
  closedFile: "Closed for now: {title}",
  closedFileText:
    "The operator of this shop has closed {title}, which you bought, so nobody can download it. Your time to download it does not run meanwhile. For a refund, ask the seller; the page of the file says how.",
  openAgain: "Open again: {title}",
  openAgainText: "You can download {title} again. The time that was lost has been added.",
  toFile: "To the file’s page",
  reports: "{count, plural, one {One new report} other {# new reports}}",
  reportsText:
    "{count, plural, one {A report or an appeal is} other {# reports or appeals are}} waiting for your decision.",
  toOperator: "Open the operator’s page",
  gasLow: "Low gas on {place}",
  gasLowText:
    "The gas account on {place} is nearly empty. When it is, sales there stop. `npm run doctor` shows how much is left and where to send more.",
  budgetSpent: "A budget is spent: {place}",
  budgetSpentText:
    "A limit of the last 24 hours was reached ({place}), so some sales are refused until it has room again. `npm run doctor` says which, and why.",
  salesPaused: "Sales are paused on {place}",
  salesPausedText: "Nothing can be settled on {place} now, so nobody is asked to pay there. `npm run doctor` says why.",
  diskLow: "The disk is nearly full",
  diskLowText: "Soon nobody can upload, and then sales stop. `npm run doctor` says how much is free.",
  backupOld: "There is no recent backup",
  backupOldText:
    "What was sold or published since the last one is only on this disk. `npm run doctor` says what to do.",
  settlementStuck: "Payments are stuck on {place}",
  settlementStuckText:
    "The outcome of payments on {place} cannot be found out, although they have expired. Somebody may have paid and be waiting. `npm run doctor` says what to look at.",
  testMail: "A test",
  testMailText: "If you can read this, {shop} can send e-mails.",
  whySeller: "You asked {shop} for this on your dashboard.",
  whyBuyer: "You left this address on {shop} after buying.",
  whyReporter: "You left this address on {shop} when you reported a file. You will get no other message.",
  stop: "Send me no more",
  moment: "{day} at {time} UTC",
} as const;
