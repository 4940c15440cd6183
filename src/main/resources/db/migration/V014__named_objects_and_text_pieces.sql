-- An item that exists only because a value named it: the chain of runs that did, by its first job, or minus the number of an import. When the
-- item itself comes in the same chain or import, it is new. Null for every other item, and from the first write of the item's own on.
alter table store_item add column named_by bigint;

create sequence store_import_id;

-- What conditions search of a text that is longer than a piece. Each piece is a statement of its own, so no text is too long; pieces overlap,
-- so that what is looked for lies in one of them whole. They count once the text has its row in store_text.
create table store_text_piece (
    sha256          text    not null collate "C",
    -- where in the text it begins; the text's start is in the piece at 0
    first_character bigint  not null,
    characters      integer not null,
    piece           text    not null,
    primary key (sha256, first_character)
);
-- Whether the content is in pieces, and not in the row.
alter table store_text add column in_pieces boolean not null default false;
