-- AlterTable
ALTER TABLE "Creator" ADD COLUMN "quotaBytes" BIGINT;

-- AlterTable
ALTER TABLE "GasTransaction" ADD COLUMN "spent" BIGINT;

-- CreateTable
CREATE TABLE "DailyFigures" (
    "day" TEXT NOT NULL PRIMARY KEY,
    "sales" INTEGER NOT NULL,
    "microUsd" BIGINT NOT NULL,
    "refunds" INTEGER NOT NULL,
    "refundMicroUsd" BIGINT NOT NULL,
    "sellers" INTEGER NOT NULL,
    "files" INTEGER NOT NULL,
    "storedBytes" BIGINT NOT NULL,
    "diskFree" BIGINT NOT NULL,
    "measuredAt" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "DailyGas" (
    "day" TEXT NOT NULL,
    "chainId" INTEGER NOT NULL,
    "balance" BIGINT,
    "transactions" INTEGER NOT NULL,
    "spent" BIGINT NOT NULL,
    "wasted" BIGINT NOT NULL,

    PRIMARY KEY ("day", "chainId")
);
