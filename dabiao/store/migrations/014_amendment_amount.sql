-- What follows from a proposed figure when it is proposed: that is what the one who decides has read.
-- Null of a target, and of proposals from before.

alter table amendment add column amount varchar;
