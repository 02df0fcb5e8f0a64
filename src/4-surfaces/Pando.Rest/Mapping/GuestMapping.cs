using Pando.Api.Agents;
using Pando.Domains.Agents;
using Pando.GuestAgent;
using Pando.Model.Domains;
using Wire = Pando.GuestAgent;

namespace Pando.Rest.Mapping;

/// <summary>What an agent tells, in the contract's words.</summary>
internal static class GuestMapping
{
    public static GuestUser[] Users(IReadOnlyList<GuestUserInfo> users) =>
    [
        .. users.Select(user => new GuestUser
        {
            Name = user.User,
            LoginAt = DateTimeOffset.UnixEpoch.AddSeconds(Math.Round(user.LoginTimeSeconds, 3)),
            Domain = user.Domain,
        }),
    ];

    public static GuestOs Os(GuestOsInfo os) => new()
    {
        Id = os.Id,
        Name = os.Name,
        PrettyName = os.PrettyName,
        Version = os.Version,
        VersionId = os.VersionId,
        KernelRelease = os.KernelRelease,
        KernelVersion = os.KernelVersion,
        Machine = os.Machine,
        Variant = os.Variant,
        VariantId = os.VariantId,
    };

    public static Api.Agents.GuestTimezone Timezone(Wire.GuestTimezone zone) => new() { Name = zone.Zone, OffsetSeconds = zone.OffsetSeconds };

    public static GuestFilesystem[] Filesystems(IReadOnlyList<GuestFilesystemInfo> filesystems, DomainDefinition definition) =>
    [
        .. filesystems.OrderBy(filesystem => filesystem.Mountpoint, StringComparer.Ordinal).Select(filesystem => new GuestFilesystem
        {
            Name = filesystem.Name,
            Mountpoint = filesystem.Mountpoint,
            Type = filesystem.Type,
            TotalBytes = filesystem.TotalBytes,
            UsedBytes = filesystem.UsedBytes,
            Disks = [.. GuestDiskNames.Of(filesystem, definition)],
        }),
    ];

    public static GuestDisk[] Disks(IReadOnlyList<GuestDiskInfo> disks) =>
    [
        .. disks.Select(disk => new GuestDisk
        {
            Name = disk.Name,
            Partition = disk.Partition,
            Dependencies = disk.Dependencies ?? [],
            Alias = disk.Alias,
            Serial = disk.Address?.Serial,
        }),
    ];

    public static GuestInterface[] Interfaces(IReadOnlyList<GuestNetworkInterface> cards) =>
    [
        .. cards.Select(card => new GuestInterface
        {
            Name = card.Name,
            Mac = card.HardwareAddress,
            Addresses =
            [
                .. (card.IpAddresses ?? []).Select(address => new GuestAddress { Type = address.IpAddressType, Address = address.IpAddress, Prefix = address.Prefix }),
            ],
        }),
    ];

    public static double[] Load(GuestLoad load) => [load.Load1m, load.Load5m, load.Load15m];

    public static Api.Agents.GuestVcpu[] Vcpus(IReadOnlyList<Wire.GuestVcpu> vcpus) =>
        [.. vcpus.OrderBy(vcpu => vcpu.LogicalId).Select(vcpu => new Api.Agents.GuestVcpu { Id = vcpu.LogicalId, Online = vcpu.Online, CanOffline = vcpu.CanOffline == true })];
}
