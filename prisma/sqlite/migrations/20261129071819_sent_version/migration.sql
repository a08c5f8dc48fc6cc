-- AlterTable
ALTER TABLE "Grant" ADD COLUMN "sentVersionId" TEXT;
