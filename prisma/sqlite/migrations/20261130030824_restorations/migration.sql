-- AlterTable
ALTER TABLE "Creator" ADD COLUMN "payoutHeldAt" DATETIME;

-- AlterTable
ALTER TABLE "FoundTransfer" ADD COLUMN "waitsForOperator" BOOLEAN NOT NULL DEFAULT false;
ALTER TABLE "FoundTransfer" ADD COLUMN "askedAt" DATETIME;
ALTER TABLE "FoundTransfer" ADD COLUMN "allowedAt" DATETIME;

-- CreateTable
CREATE TABLE "Restoration" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "epoch" TEXT NOT NULL,
    "backup" TEXT NOT NULL,
    "since" DATETIME NOT NULL,
    "hasJournal" BOOLEAN NOT NULL,
    "restoredAt" DATETIME NOT NULL,
    "confirmedAt" DATETIME
);
