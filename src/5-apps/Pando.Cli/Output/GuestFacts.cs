using System.Globalization;
using Pando.Api.Agents;

namespace Pando.Cli.Output;

/// <summary>What <c>pando guestinfo</c> tells, under virsh's names: programs read them.</summary>
internal static class GuestFacts
{
    public static void Write(Run run, GuestInfo info, TextWriter writer)
    {
        foreach (var (name, value) in Facts(info))
        {
            if (!string.IsNullOrEmpty(value))
            {
                writer.WriteLine($"{name,-20}: {Printable.Of(value)}");
            }
        }
        if (info.Missing is { Count: > 0 } missing)
        {
            run.Around.Error.WriteLine(run.Texts["guest.missing", ("types", string.Join(", ", missing))]);
        }
    }

    private static IEnumerable<(string Name, string? Value)> Facts(GuestInfo info) =>
        Users(info.Users).Concat(Os(info.Os)).Concat(Rest(info)).Concat(Filesystems(info.Filesystems)).Concat(Disks(info.Disks)).Concat(Interfaces(info.Interfaces));

    private static IEnumerable<(string, string?)> Users(IReadOnlyList<GuestUser>? users)
    {
        if (users is not null)
        {
            yield return ("user.count", Plain(users.Count));
            for (var index = 0; index < users.Count; index++)
            {
                yield return ($"user.{index}.name", users[index].Name);
                yield return ($"user.{index}.domain", users[index].Domain);
                yield return ($"user.{index}.login-time", Plain(users[index].LoginAt.ToUnixTimeMilliseconds()));
            }
        }
    }

    private static IEnumerable<(string, string?)> Os(GuestOs? os)
    {
        (string Name, string? Value)[] facts = os is null ? [] :
        [
            ("id", os.Id), ("name", os.Name), ("pretty-name", os.PrettyName), ("version", os.Version), ("version-id", os.VersionId),
            ("kernel-release", os.KernelRelease), ("kernel-version", os.KernelVersion), ("machine", os.Machine), ("variant", os.Variant), ("variant-id", os.VariantId),
        ];
        return facts.Select(fact => ($"os.{fact.Name}", fact.Value));
    }

    private static IEnumerable<(string, string?)> Rest(GuestInfo info)
    {
        if (info.Timezone is { } zone)
        {
            yield return ("timezone.name", zone.Name);
            yield return ("timezone.offset", Plain(zone.OffsetSeconds));
        }
        yield return ("hostname", info.Hostname);
        if (info.Load is [var one, var five, var fifteen])
        {
            yield return ("load.1m", Plain(one));
            yield return ("load.5m", Plain(five));
            yield return ("load.15m", Plain(fifteen));
        }
    }

    private static IEnumerable<(string, string?)> Filesystems(IReadOnlyList<GuestFilesystem>? filesystems)
    {
        if (filesystems is not null)
        {
            yield return ("fs.count", Plain(filesystems.Count));
            for (var index = 0; index < filesystems.Count; index++)
            {
                var one = filesystems[index];
                yield return ($"fs.{index}.name", one.Name);
                yield return ($"fs.{index}.mountpoint", one.Mountpoint);
                yield return ($"fs.{index}.fstype", one.Type);
                yield return ($"fs.{index}.total-bytes", one.TotalBytes is { } total ? Plain(total) : null);
                yield return ($"fs.{index}.used-bytes", one.UsedBytes is { } used ? Plain(used) : null);
                yield return ($"fs.{index}.disk.count", Plain(one.Disks.Count));
                for (var disk = 0; disk < one.Disks.Count; disk++)
                {
                    yield return ($"fs.{index}.disk.{disk}.alias", one.Disks[disk]);
                }
            }
        }
    }

    private static IEnumerable<(string, string?)> Disks(IReadOnlyList<GuestDisk>? disks)
    {
        if (disks is not null)
        {
            yield return ("disk.count", Plain(disks.Count));
            for (var index = 0; index < disks.Count; index++)
            {
                yield return ($"disk.{index}.name", disks[index].Name);
                yield return ($"disk.{index}.partition", disks[index].Partition ? "yes" : "no");
                yield return ($"disk.{index}.serial", disks[index].Serial);
            }
        }
    }

    private static IEnumerable<(string, string?)> Interfaces(IReadOnlyList<GuestInterface>? cards)
    {
        if (cards is not null)
        {
            yield return ("if.count", Plain(cards.Count));
            for (var index = 0; index < cards.Count; index++)
            {
                yield return ($"if.{index}.name", cards[index].Name);
                yield return ($"if.{index}.hwaddr", cards[index].Mac);
                yield return ($"if.{index}.addr.count", Plain(cards[index].Addresses.Count));
                for (var address = 0; address < cards[index].Addresses.Count; address++)
                {
                    yield return ($"if.{index}.addr.{address}.type", cards[index].Addresses[address].Type);
                    yield return ($"if.{index}.addr.{address}.addr", cards[index].Addresses[address].Address);
                    yield return ($"if.{index}.addr.{address}.prefix", Plain(cards[index].Addresses[address].Prefix));
                }
            }
        }
    }

    private static string Plain(IFormattable number) => number.ToString(null, CultureInfo.InvariantCulture);
}
