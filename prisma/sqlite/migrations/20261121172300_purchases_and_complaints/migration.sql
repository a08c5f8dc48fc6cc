-- CreateTable
CREATE TABLE "Complaint" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "paymentId" TEXT NOT NULL,
    "sellerId" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "replyTo" TEXT,
    "createdAt" DATETIME NOT NULL,
    "doneAt" DATETIME,
    CONSTRAINT "Complaint_paymentId_fkey" FOREIGN KEY ("paymentId") REFERENCES "Payment" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateIndex
CREATE INDEX "Complaint_sellerId_doneAt_createdAt_id_idx" ON "Complaint"("sellerId", "doneAt", "createdAt", "id");

-- CreateIndex
CREATE INDEX "Complaint_paymentId_createdAt_idx" ON "Complaint"("paymentId", "createdAt");

-- CreateIndex
CREATE INDEX "Payment_payer_createdAt_id_idx" ON "Payment"("payer", "createdAt", "id");
