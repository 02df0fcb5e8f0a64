using Pando.Api.Install;
using Pando.Cli.Commands;

namespace Pando.Cli.Installing;

/// <summary><c>--disk</c>: <c>/images/a.qcow2</c>, <c>size=20</c>, <c>path=…,size=…,format=…,bus=…</c>, <c>pool=…</c>, <c>vol=POOL/NAME</c>, <c>image=…</c>, <c>none</c>.</summary>
internal static class DiskOption
{
    private const long GiB = 1L << 30;

    /// <summary>The disks; null where none was named, empty for <c>none</c>.</summary>
    public static IReadOnlyList<InstallDisk>? Read(string[] texts) => SubOptions.Each(texts, Parse);

    private static InstallDisk Parse(string text)
    {
        var given = SubOptions.Parse("--disk", text);
        var path = given.Take("path") ?? given.Words.FirstOrDefault();
        var (pool, volume) = PoolAndVolume(given);
        var disk = new InstallDisk
        {
            Path = path is null ? null : HomePath.Of(path),
            SizeBytes = given.Take("size") is { } size ? SizeText.Bytes("--disk size", size, GiB) : null,
            Format = given.Take("format", "driver.type"),
            Bus = given.Take("bus", "target.bus"),
            Pool = pool,
            Volume = volume,
            Image = given.Take("image"),
            BackingPath = given.Take("backing_store", "backing") is { } backing ? HomePath.Of(backing) : null,
            BackingFormat = given.Take("backing_format"),
            Device = given.Take("device"),
            Cache = given.Take("cache", "driver.cache"),
            ReadOnly = given.TakeFlag("readonly"),
        };
        given.Done();
        return disk;
    }

    private static (string? Pool, string? Volume) PoolAndVolume(SubOptions given)
    {
        if (given.Take("vol") is not { } both)
        {
            return (given.Take("pool"), null);
        }
        var slash = both.IndexOf('/', StringComparison.Ordinal);
        return slash > 0 ? (both[..slash], both[(slash + 1)..]) : throw given.Bad("vol", both);
    }
}
