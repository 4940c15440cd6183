-- Images of documents, page by page; productions; views of objects. Written by the room `store` alone.

create table store_production (
    production_id bigint  primary key default nextval('store_artifact_id'),
    workspace_id  bigint  not null references store_workspace,
    name          text    not null,
    status        text    not null default 'New' check (status in ('New', 'Produced')),
    -- closed by a run: imports add nothing to it any more
    read_only     boolean not null default false
);
-- The productions of a workspace, in order of their ids.
create index store_production_workspace on store_production (workspace_id, production_id);

-- A document has its original pages, and those of each production it is in. Written by the million, like store_item, and without foreign
-- keys for the same reason. The writer of an item's pages holds the item's row, so that they need no lock of their own.
create table store_image_page (
    -- 0 for originals
    production_id bigint  not null,
    item_id       bigint  not null,
    -- from 1, without a gap
    page          integer not null,
    -- the Bates number in a production
    identifier    text    not null collate "C",
    file_name     text    not null,
    reference     text    not null collate "C",
    size          bigint  not null,
    sha256        text    not null,
    -- whether the bytes are those of another workspace's file
    linked        boolean not null,
    -- the pages of an item in order, and those of a production; new items have the highest ids, so it fills from the right
    primary key (production_id, item_id, page)
);
-- Pages that are another workspace's files: what keeps those.
create index store_image_page_linked on store_image_page (reference) where linked;

create table store_view (
    view_id        bigint primary key default nextval('store_artifact_id'),
    workspace_id   bigint not null references store_workspace,
    name           text   not null,
    object_type_id bigint not null references store_object_type,
    -- JSON as it was sent; null shows every object
    condition      text
);
-- The views of a workspace, in order of their ids.
create index store_view_workspace on store_view (workspace_id, view_id);
