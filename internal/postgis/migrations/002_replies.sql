-- Named sets of figures, frozen for ever. The schema is named, because that of
-- the typed views comes first for an owner of the same name.

create table public.reply (
    id text collate "C" primary key check (id ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and length(id) <= 64),
    name_ko text not null check (name_ko <> ''),
    name_en text not null check (name_en <> ''),
    note text not null,
    author text not null check (author <> ''),
    frozen_at timestamptz not null,
    figures json not null check (json_typeof(figures) = 'array'), -- json, not jsonb: served byte for byte
    digest bytea not null -- sha-256 over all of the above
);
create index reply_frozen on public.reply (frozen_at, id);

create function public.reply_is_final() returns trigger language plpgsql as $$
begin
    raise exception 'a reply is never changed';
end
$$;
create trigger reply_is_final before update or delete or truncate on public.reply
    for each statement execute function public.reply_is_final();

grant select on public.reply to growthmap_public;
grant select, insert on public.reply to growthmap_runtime;

---- create above / drop below ----

drop table public.reply;
drop function public.reply_is_final();
