export const privacy = {
  title: "Your data",
  what: "Everything this shop stores about this wallet, as one JSON file.",
  download: "Download my data",
  erase: "Erase my data",
  cancel: "Keep it",
  confirm: "Erase",
  eraseTitle: "Erase your data?",
  sellerErases:
    "All your files are taken off sale. Your name, contact, refund note, file descriptions, the labels of your gift links, the messages that you marked as done and the addresses where you are told are deleted. This cannot be undone.",
  sellerKeeps:
    "What stays: your sales and refunds, which are accounting records, with your wallet’s address and what buyers were promised. Buyers keep their downloads until the date they were shown, with titles and file names. Open messages from buyers stay until they are done. Of each e-mail address a fingerprint stays that nobody can read, so that it gets no mails against its owner’s will. Nothing can be deleted from the network.",
  buyerErases:
    "Your messages to sellers, with the reply addresses in them, and the e-mail addresses where you are told are deleted. So are your failed payments, once they can no longer move money. This cannot be undone.",
  buyerKeeps:
    "What stays: your paid purchases and refunds, which are the sellers’ accounting records, and your access to the files. Of each e-mail address a fingerprint stays that nobody can read, so that it gets no mails against its owner’s will. Nothing can be deleted from the network.",
} as const;
