-- Editions, definitions and features; who may read them.

create extension if not exists postgis;
create extension if not exists btree_gist;

-- Roles belong to the whole cluster, so another database may have made them.
do $$
declare
    name text;
begin
    foreach name in array array['growthmap_view', 'growthmap_public', 'growthmap_runtime'] loop
        begin
            execute format('create role %I nologin', name);
        exception when duplicate_object or unique_violation then
            null;
        end;
        if not pg_has_role(current_user, name, 'member') then
            execute format('grant %I to current_user', name);
        end if;
    end loop;
end
$$;

create table edition (
    id bigint primary key check (id > 0), -- max + 1 under a lock: gapless, in commit order
    at timestamptz not null default clock_timestamp(),
    author text not null check (author <> ''),
    reason text not null check (reason <> ''),
    origin jsonb not null,
    digest bytea not null -- sha-256 over the previous digest and this edition's changes
);

create function edition_is_final() returns trigger language plpgsql as $$
begin
    raise exception 'an edition is never changed';
end
$$;
create trigger edition_is_final before update or delete or truncate on edition
    for each statement execute function edition_is_final();

create table definition (
    kind text not null,
    id text collate "C" not null,
    added bigint not null references edition,
    removed bigint references edition check (removed > added),
    body json not null, -- json, not jsonb: served byte for byte
    primary key (kind, id, added)
);
create unique index definition_live on definition (kind, id) where removed is null;

create table feature (
    layer text collate "C" not null,
    id text collate "C" not null,
    added bigint not null references edition,
    removed bigint references edition check (removed > added),
    visibility text not null default 'public' check (visibility in ('public', 'internal')),
    geom geometry(Geometry, 4326),
    geom_3857 geometry(Geometry, 3857) generated always as (st_transform(geom, 3857)) stored,
    precision text not null,
    region text,
    sido text,
    sigungu text,
    among text[],
    place_basis text not null,
    place_disagrees text,
    stated jsonb not null,
    stages jsonb not null, -- stage → [earliest day, latest day]
    life daterange not null,
    properties jsonb not null,
    citations jsonb not null,
    sources text[] not null,
    salt bytea not null,
    digest bytea not null, -- sha-256 over the salt and the content: erasing both leaves the chain verifiable
    primary key (layer, id, added)
);
create unique index feature_live on feature (layer, id) where removed is null;
create index feature_once on feature (layer, id) where removed is not null;
create index feature_place on feature using gist (layer, geom) where removed is null;
create index feature_past on feature using gist (layer, geom) where removed is not null;
create index feature_tile on feature using gist (layer, geom_3857) where removed is null;
create index feature_region on feature (layer, region, sido, sigungu) where removed is null;
create index feature_edition on feature (added);
create index feature_removed on feature (removed) where removed is not null;

-- What anybody may read. The view belongs to a role that may read the table;
-- the public role may read the view alone and so keeps the table's indexes.
grant usage on schema public to growthmap_view, growthmap_public, growthmap_runtime;
grant select on feature to growthmap_view;
create view feature_public as select * from feature where visibility = 'public';
grant create on schema public to growthmap_view;
alter view feature_public owner to growthmap_view;
revoke create on schema public from growthmap_view;
grant select on feature_public, edition, definition to growthmap_public;

-- lock table asks for update; the trigger keeps editions final all the same.
grant select, insert, update on edition to growthmap_runtime;
grant select, insert, update on feature to growthmap_runtime;
grant select on feature_public, definition to growthmap_runtime;

-- One typed view a layer, for QGIS, psql and any other tool that reads PostGIS.
create schema growthmap;
grant usage on schema growthmap to growthmap_public, growthmap_runtime;

---- create above / drop below ----

drop schema growthmap cascade;
drop view feature_public;
drop table feature, definition, edition;
drop function edition_is_final();
