-- CreateTable
CREATE TABLE "FoundTransfer" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "fileId" TEXT NOT NULL,
    "termsId" TEXT NOT NULL,
    "chainId" INTEGER NOT NULL,
    "token" TEXT NOT NULL,
    "payer" TEXT NOT NULL,
    "payTo" TEXT NOT NULL,
    "amount" TEXT NOT NULL,
    "nonce" TEXT NOT NULL,
    "validAfter" TEXT NOT NULL,
    "validBefore" TEXT NOT NULL,
    "transaction" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL
);

-- CreateIndex
CREATE INDEX "FoundTransfer_chainId_token_payer_nonce_idx" ON "FoundTransfer"("chainId", "token", "payer", "nonce");

-- CreateIndex
CREATE INDEX "FoundTransfer_fileId_payer_idx" ON "FoundTransfer"("fileId", "payer");

-- CreateIndex
CREATE UNIQUE INDEX "FoundTransfer_fileId_chainId_token_payer_nonce_key" ON "FoundTransfer"("fileId", "chainId", "token", "payer", "nonce");
