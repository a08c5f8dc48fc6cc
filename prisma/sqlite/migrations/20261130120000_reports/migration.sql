-- CreateTable
CREATE TABLE "Report" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "number" TEXT NOT NULL,
    "tokenHash" TEXT NOT NULL,
    "contentHash" TEXT,
    "fileId" TEXT NOT NULL,
    "sellerId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "explanation" TEXT NOT NULL,
    "location" TEXT NOT NULL,
    "name" TEXT,
    "email" TEXT,
    "work" TEXT,
    "owner" TEXT,
    "contact" TEXT,
    "signature" TEXT,
    "locale" TEXT NOT NULL,
    "ipPrefix" TEXT,
    "state" TEXT NOT NULL,
    "decisionId" TEXT,
    "unfounded" BOOLEAN NOT NULL DEFAULT false,
    "createdAt" DATETIME NOT NULL,
    "decidedAt" DATETIME,
    "lastStepAt" DATETIME NOT NULL,
    "erasedAt" DATETIME
);

-- CreateTable
CREATE TABLE "Appeal" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "decisionId" TEXT NOT NULL,
    "party" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "reasons" TEXT,
    "newDecisionId" TEXT,
    "createdAt" DATETIME NOT NULL,
    "decidedAt" DATETIME,
    "erasedAt" DATETIME
);

-- CreateIndex
CREATE UNIQUE INDEX "Report_number_key" ON "Report"("number");

-- CreateIndex
CREATE UNIQUE INDEX "Report_tokenHash_key" ON "Report"("tokenHash");

-- CreateIndex
CREATE UNIQUE INDEX "Report_contentHash_key" ON "Report"("contentHash");

-- CreateIndex
CREATE INDEX "Report_state_createdAt_id_idx" ON "Report"("state", "createdAt", "id");

-- CreateIndex
CREATE INDEX "Report_createdAt_id_idx" ON "Report"("createdAt", "id");

-- CreateIndex
CREATE INDEX "Report_fileId_state_createdAt_idx" ON "Report"("fileId", "state", "createdAt");

-- CreateIndex
CREATE INDEX "Report_ipPrefix_createdAt_idx" ON "Report"("ipPrefix", "createdAt");

-- CreateIndex
CREATE INDEX "Report_email_createdAt_idx" ON "Report"("email", "createdAt");

-- CreateIndex
CREATE INDEX "Report_decisionId_idx" ON "Report"("decisionId");

-- CreateIndex
CREATE INDEX "Report_erasedAt_state_lastStepAt_idx" ON "Report"("erasedAt", "state", "lastStepAt");

-- CreateIndex
CREATE INDEX "Appeal_state_createdAt_id_idx" ON "Appeal"("state", "createdAt", "id");

-- CreateIndex
CREATE INDEX "Appeal_createdAt_id_idx" ON "Appeal"("createdAt", "id");

-- CreateIndex
CREATE INDEX "Appeal_erasedAt_state_decidedAt_idx" ON "Appeal"("erasedAt", "state", "decidedAt");

-- CreateIndex
CREATE UNIQUE INDEX "Appeal_decisionId_party_key" ON "Appeal"("decisionId", "party");
