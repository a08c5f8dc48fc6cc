-- The colour that a seller chose for the pages of files, as #rrggbb.
ALTER TABLE "Creator" ADD COLUMN "accent" TEXT;
