-- The embedded workspace store: case databases with fields, folders, saved searches and items.
-- Written by the room `store` alone.

create sequence store_workspace_id start 1001;
-- One sequence for everything inside a workspace, so that no id means two things. Not cached: items of one load file keep its order.
create sequence store_artifact_id start 1000001;

create table store_workspace (
    workspace_id bigint      primary key default nextval('store_workspace_id'),
    name         text        not null,
    created_at   timestamptz not null default now()
);

create table store_object_type (
    object_type_id bigint primary key default nextval('store_artifact_id'),
    workspace_id   bigint not null references store_workspace,
    name           text   not null collate "C",
    -- finds a type by its name, and refuses a second one of that name
    constraint store_object_type_name unique (workspace_id, name)
);

create table store_field (
    field_id                  bigint  primary key default nextval('store_artifact_id'),
    object_type_id            bigint  not null references store_object_type,
    name                      text    not null collate "C",
    type                      text    not null,
    is_identifier             boolean not null default false,
    overlay_behavior          text    not null default 'ReplaceValues',
    length                    integer,
    associated_object_type_id bigint  references store_object_type,
    -- lists the fields of a type, and refuses a second one of that name
    constraint store_field_name unique (object_type_id, name)
);
-- An object type has one identifier.
create unique index store_field_identifier on store_field (object_type_id) where is_identifier;

create table store_folder (
    folder_id        bigint primary key default nextval('store_artifact_id'),
    workspace_id     bigint not null references store_workspace,
    parent_folder_id bigint references store_folder,
    name             text   not null collate "C",
    -- names from below the root folder, joined by a backslash; a folder is never renamed or moved, so the path is kept with it
    path             text   not null collate "C",
    -- two writers that make the same folder make one
    constraint store_folder_name unique (parent_folder_id, name)
);
-- The tree of a workspace; and its one root.
create index store_folder_workspace on store_folder (workspace_id);
create unique index store_folder_root on store_folder (workspace_id) where parent_folder_id is null;

create table store_saved_search (
    saved_search_id bigint primary key default nextval('store_artifact_id'),
    workspace_id    bigint not null references store_workspace,
    name            text   not null,
    -- whose private search it is; null for a public one
    owner           text,
    -- JSON as it was sent; null finds every document
    condition       text
);
-- The searches of a workspace, in order of their ids.
create index store_saved_search_workspace on store_saved_search (workspace_id, saved_search_id);

-- Documents and other objects. The table that copies write by the million: it has no foreign keys (each would cost a look-up and a lock a row;
-- the writers take the ids from the rows themselves, and nothing of a workspace is ever deleted) and no index that no query needs.
create table store_item (
    item_id          bigint not null default nextval('store_artifact_id'),
    workspace_id     bigint not null,
    object_type_id   bigint not null,
    identifier       text   not null collate "C",
    -- null for a type without folders
    folder_id        bigint,
    -- by field id; empty values are absent; a text too long for a row is an object with the reference of its file
    fields           jsonb  not null,
    native_name      text,
    native_reference text,
    native_size      bigint,
    native_sha256    text,
    -- whether the bytes are those of another workspace's file
    native_linked    boolean not null default false,
    -- keyset paging within a type, and the snapshot of a run;
    -- new ids are the highest, so it fills from the right and stays packed
    primary key (object_type_id, item_id),
    -- an identifier is there once: what two writers at the same time agree on, and how an item is found by its identifier
    constraint store_item_identifier unique (object_type_id, identifier)
);
-- The documents of one folder.
create index store_item_folder on store_item (folder_id, item_id) where folder_id is not null;

-- What conditions search of texts that lie in the file share: one row a content, whichever workspaces have it, so a copy writes none.
create table store_text (
    sha256  text primary key collate "C",
    content text not null
);

-- The fence of a run's writes: the highest attempt seen, and the highest that was closed. Its row lock puts the writes of a job in order.
create table store_run (
    workspace_id   bigint  not null,
    job_id         bigint  not null,
    attempt        integer not null,
    closed_attempt integer not null default -1,
    primary key (workspace_id, job_id)
) with (fillfactor = 50);

-- What a batch did; committed with what it wrote.
create table store_receipt (
    workspace_id   bigint  not null,
    job_id         bigint  not null,
    first_position bigint  not null,
    total          integer not null,
    transferred    integer not null,
    metadata_bytes bigint  not null,
    file_bytes     bigint  not null,
    errors         jsonb   not null,
    -- the same batch again finds its receipt; a run reads its receipts in order of position
    primary key (workspace_id, job_id, first_position)
);
