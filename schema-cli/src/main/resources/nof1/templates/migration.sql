-- // ${description}
-- Statements that make the change go here; they and the changelog row are one transaction.


-- //@UNDO
-- Statements that take it back go here.

