-- What values may name besides objects. Written by the room `store` alone.

-- The choices of a field; one is made when a value first names it, a nested one with its parents.
create table store_choice (
    choice_id        bigint primary key default nextval('store_artifact_id'),
    field_id         bigint not null references store_field,
    -- null at the top
    parent_choice_id bigint references store_choice,
    name             text   not null collate "C"
);
-- Finds a choice below its parent, and refuses a second one of that name there; 0 stands for the top.
create unique index store_choice_name on store_choice (field_id, coalesce(parent_choice_id, 0), name);

-- The users of the instance, known by their addresses in every workspace.
create table store_user (
    user_id bigint generated always as identity primary key,
    email   text   not null
);
-- An address is known once, however it is written; and found by it.
create unique index store_user_email on store_user (lower(email));

-- Users whom values have named so far stay known.
insert into store_user (email)
select distinct on (lower(named.email)) named.email
  from (select i.fields ->> f.field_id::text as email
          from store_field f join store_item i on i.object_type_id = f.object_type_id
         where f.type = 'User' and i.fields ? f.field_id::text) named
 order by lower(named.email), named.email;
