using System.Globalization;
using Pando.Domains;
using Pando.Domains.Agents;
using Pando.GuestAgent;
using Pando.Libvirt;
using Pando.Libvirt.Protocol;
using Pando.Model.Errors;

namespace Pando.LibvirtServer.Procedures;

/// <summary>What an agent tells of its guest, under libvirt's names (<c>virDomainGetGuestInfo</c>).</summary>
internal sealed class GuestInfoParameters(IGuestAgents agents, DomainView machine)
{
    private const double MillisecondsPerSecond = 1000;

    /// <summary>What is asked for by its kind fails where the agent does not tell it; of everything, it is left out.</summary>
    public async Task<IReadOnlyList<TypedParam>> ReadAsync(VirDomainGuestInfoTypes types, CancellationToken cancellationToken)
    {
        LibvirtRefusal.UnlessFlags((uint)types, (uint)Enum.GetValues<VirDomainGuestInfoTypes>().Aggregate((all, one) => all | one));
        var told = new List<TypedParam>();
        (VirDomainGuestInfoTypes Type, Func<CancellationToken, Task<IEnumerable<TypedParam>>> Read)[] kinds =
        [
            (VirDomainGuestInfoTypes.Users, UsersAsync),
            (VirDomainGuestInfoTypes.Os, SystemAsync),
            (VirDomainGuestInfoTypes.Timezone, TimezoneAsync),
            (VirDomainGuestInfoTypes.Hostname, HostNameAsync),
            (VirDomainGuestInfoTypes.Filesystem, FileSystemsAsync),
            (VirDomainGuestInfoTypes.Disks, DisksAsync),
            (VirDomainGuestInfoTypes.Interfaces, CardsAsync),
        ];
        foreach (var (type, read) in kinds.Where(kind => types == 0 || types.HasFlag(kind.Type)))
        {
            try
            {
                told.AddRange(await read(cancellationToken));
            }
            catch (PeerException e) when (types == 0 && (e.Code == ErrorCodes.Agent.UnknownCommand || e.Code == ErrorCodes.Agent.Refused))
            {
                // The others are told all the same.
            }
        }
        return told;
    }

    private async Task<IEnumerable<TypedParam>> UsersAsync(CancellationToken cancellationToken) => Counted("user", await AskAsync(new GuestGetUsers(), cancellationToken), static (before, user) =>
    [
        Parameters.Text(before + "name", user.User),
        .. Text(before + "domain", user.Domain),
        Parameters.UnsignedLong(before + "login-time", (long)(user.LoginTimeSeconds * MillisecondsPerSecond)),
    ]);

    private async Task<IEnumerable<TypedParam>> SystemAsync(CancellationToken cancellationToken)
    {
        var os = await AskAsync(new GuestGetOsinfo(), cancellationToken);
        return
        [
            .. Text("os.id", os.Id), .. Text("os.name", os.Name), .. Text("os.pretty-name", os.PrettyName), .. Text("os.version", os.Version),
            .. Text("os.version-id", os.VersionId), .. Text("os.machine", os.Machine), .. Text("os.variant", os.Variant), .. Text("os.variant-id", os.VariantId),
            .. Text("os.kernel-release", os.KernelRelease), .. Text("os.kernel-version", os.KernelVersion),
        ];
    }

    private async Task<IEnumerable<TypedParam>> TimezoneAsync(CancellationToken cancellationToken)
    {
        var zone = await AskAsync(new GuestGetTimezone(), cancellationToken);
        return [.. Text("timezone.name", zone.Zone), Parameters.Int("timezone.offset", zone.OffsetSeconds)];
    }

    private async Task<IEnumerable<TypedParam>> HostNameAsync(CancellationToken cancellationToken) =>
        [Parameters.Text("hostname", (await AskAsync(new GuestGetHostName(), cancellationToken)).HostName)];

    private async Task<IEnumerable<TypedParam>> FileSystemsAsync(CancellationToken cancellationToken) => Counted("fs", await AskAsync(new GuestGetFsinfo(), cancellationToken), (before, one) =>
    [
        Parameters.Text(before + "name", one.Name),
        Parameters.Text(before + "mountpoint", one.Mountpoint),
        Parameters.Text(before + "fstype", one.Type),
        .. Number(before + "total-bytes", one.TotalBytes),
        .. Number(before + "used-bytes", one.UsedBytes),
        .. Counted(before + "disk", one.Disk, (of, disk) =>
        [
            .. Text(of + "alias", GuestDiskNames.TargetOf(disk, machine.Definition)),
            .. Text(of + "serial", disk.Serial),
            .. Text(of + "device", disk.Dev),
        ]),
    ]);

    private async Task<IEnumerable<TypedParam>> DisksAsync(CancellationToken cancellationToken) => Counted("disk", await AskAsync(new GuestGetDisks(), cancellationToken), (before, disk) =>
    [
        Parameters.Text(before + "name", disk.Name),
        Parameters.Flag(before + "partition", disk.Partition),
        .. Counted(before + "dependency", disk.Dependencies ?? [], static (of, name) => [Parameters.Text(of + "name", name)]),
        .. Text(before + "serial", disk.Address?.Serial),
        .. Text(before + "alias", disk.Address is { } address ? GuestDiskNames.TargetOf(address, machine.Definition) : null),
        .. Text(before + "guest_alias", disk.Alias),
    ]);

    private async Task<IEnumerable<TypedParam>> CardsAsync(CancellationToken cancellationToken) => Counted("if", await AskAsync(new GuestNetworkGetInterfaces(), cancellationToken), static (before, card) =>
    [
        Parameters.Text(before + "name", card.Name),
        .. Text(before + "hwaddr", card.HardwareAddress),
        .. Counted(before + "addr", card.IpAddresses ?? [], static (of, address) =>
        [
            Parameters.Text(of + "type", address.IpAddressType),
            Parameters.Text(of + "addr", address.IpAddress),
            Parameters.Unsigned(of + "prefix", address.Prefix),
        ]),
    ]);

    /// <summary>How many there are, then each with its number in its names.</summary>
    private static IEnumerable<TypedParam> Counted<T>(string of, IReadOnlyList<T> all, Func<string, T, IEnumerable<TypedParam>> each) =>
    [
        Parameters.Unsigned(of + ".count", all.Count),
        .. all.SelectMany((one, index) => each(string.Create(CultureInfo.InvariantCulture, $"{of}.{index}."), one)),
    ];

    private static IEnumerable<TypedParam> Text(string name, string? value) => value is null ? [] : [Parameters.Text(name, value)];

    private static IEnumerable<TypedParam> Number(string name, long? value) => value is { } number ? [Parameters.UnsignedLong(name, number)] : [];

    private Task<TResult> AskAsync<TResult>(AgentVerb<TResult> verb, CancellationToken cancellationToken) => agents.AskAsync(machine.Id, verb, cancellationToken);
}
