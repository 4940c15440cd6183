create table note (id bigint primary key generated always as identity, text varchar(255) not null);
