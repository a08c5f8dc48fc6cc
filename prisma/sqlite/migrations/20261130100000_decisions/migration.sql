-- AlterTable
ALTER TABLE "Creator" ADD COLUMN "suspendedAt" DATETIME;

-- AlterTable
ALTER TABLE "Entitlement" ADD COLUMN "heldAt" DATETIME;
ALTER TABLE "Entitlement" ADD COLUMN "heldUntil" DATETIME;

-- AlterTable
ALTER TABLE "File" ADD COLUMN "withheldAt" DATETIME;

-- AlterTable
ALTER TABLE "Order" ADD COLUMN "refundDueAt" DATETIME;

-- CreateTable
CREATE TABLE "Decision" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "subjectKind" TEXT NOT NULL,
    "subjectId" TEXT NOT NULL,
    "sellerId" TEXT NOT NULL,
    "verdict" TEXT NOT NULL,
    "ground" TEXT NOT NULL,
    "facts" TEXT NOT NULL,
    "legalBasis" TEXT,
    "automated" BOOLEAN NOT NULL DEFAULT false,
    "reportId" TEXT,
    "by" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "Block" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "kind" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "by" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL,
    "liftedAt" DATETIME,
    "liftedBy" TEXT
);

-- CreateTable
CREATE TABLE "AuditEntry" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "at" DATETIME NOT NULL,
    "act" TEXT NOT NULL,
    "by" TEXT NOT NULL,
    "subjectKind" TEXT,
    "subjectId" TEXT,
    "detail" TEXT NOT NULL
);

-- CreateIndex
CREATE INDEX "Decision_subjectKind_subjectId_createdAt_idx" ON "Decision"("subjectKind", "subjectId", "createdAt");

-- CreateIndex
CREATE INDEX "Decision_sellerId_createdAt_idx" ON "Decision"("sellerId", "createdAt");

-- CreateIndex
CREATE INDEX "Decision_reportId_idx" ON "Decision"("reportId");

-- CreateIndex
CREATE INDEX "Block_kind_value_idx" ON "Block"("kind", "value");

-- CreateIndex
CREATE INDEX "AuditEntry_at_id_idx" ON "AuditEntry"("at", "id");

-- CreateIndex
CREATE INDEX "AuditEntry_subjectKind_subjectId_at_idx" ON "AuditEntry"("subjectKind", "subjectId", "at");

-- CreateIndex
CREATE INDEX "AuditEntry_act_at_idx" ON "AuditEntry"("act", "at");
