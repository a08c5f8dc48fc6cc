-- CreateTable
CREATE TABLE "Session" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "kind" TEXT NOT NULL,
    "account" TEXT NOT NULL,
    "agent" TEXT,
    "begunAt" DATETIME NOT NULL,
    "seenAt" DATETIME NOT NULL,
    "endsAt" DATETIME NOT NULL
);

-- CreateIndex
CREATE INDEX "Session_kind_account_idx" ON "Session"("kind", "account");

-- CreateIndex
CREATE INDEX "Session_endsAt_idx" ON "Session"("endsAt");
