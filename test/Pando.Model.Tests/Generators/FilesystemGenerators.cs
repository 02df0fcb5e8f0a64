using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Pando.Model.Domains.Devices;
using static Pando.Model.Tests.Generators.DeviceGenerators;
using static Pando.Model.Tests.Generators.Generate;
using static Pando.Model.Tests.Generators.HostSideGenerators;

namespace Pando.Model.Tests.Generators;

/// <summary>Directories that are shared with the guest, over 9p and over virtiofs, and leases.</summary>
internal static class FilesystemGenerators
{
    public static Gen<FilesystemDevice> Filesystem(int number) =>
        from driver in MaybeAny<FilesystemDriver>()
        from made in driver == FilesystemDriver.VirtioFs ? VirtioFs : NineP.Select(shared => shared with { Driver = driver })
        from shared in Gen.Constant(made with { Tag = string.Create(CultureInfo.InvariantCulture, $"tag {number}") })
            .With(MaybeAny<VirtioModel>(), (d, v) => d with { Model = v })
            .With(Virtio, (d, v) => d with { Virtio = v })
            .With(Alias("fs", number), (d, v) => d with { Alias = v })
            .With(Pci(63, number), (d, v) => d with { Address = v })
        select shared;

    public static Gen<LeaseDefinition> Lease(int number) =>
        from space in Maybe(Word("azAZ09"))
        from path in FilePath
        from offset in MaybeLong(1, int.MaxValue)
        select new LeaseDefinition(space, string.Create(CultureInfo.InvariantCulture, $"key {number}"), path, offset);

    private static Gen<FilesystemDevice> NineP =>
        from path in FilePath
        from access in MaybeAny<FilesystemAccess>()
        from shared in Gen.Constant(new FilesystemDevice { Tag = "", SourcePath = path, Access = access })
            .With(Bool, (d, v) => d with { ReadOnly = v })
            .With(Bool, (d, v) => d with { WritesAtOnce = v })
            .With(MaybeAny<MountsBelow>(), (d, v) => d with { MountsBelow = v })
            .With(MaybeNumber(0, 511), (d, v) => d with { FileMode = access == FilesystemAccess.Mapped ? v : null })
            .With(MaybeNumber(0, 511), (d, v) => d with { DirectoryMode = access == FilesystemAccess.Mapped ? v : null })
        select shared;

    private static Gen<FilesystemDevice> VirtioFs =>
        from path in FilePath
        from elsewhere in Bool
        from server in Server
        from queue in MaybeValue(Gen.Elements(1, 64, 1024))
        select new FilesystemDevice
        {
            Driver = FilesystemDriver.VirtioFs,
            Tag = "",
            SourcePath = elsewhere ? null : path,
            SocketPath = elsewhere ? path : null,
            QueueSize = queue,
            Server = elsewhere ? VirtiofsdOptions.Unsaid : server,
        };

    private static Gen<VirtiofsdOptions> Server =>
        Gen.Constant(VirtiofsdOptions.Unsaid)
            .With(Maybe(FilePath), (d, v) => d with { ProgramPath = v })
            .With(MaybeBool, (d, v) => d with { ExtendedAttributes = v })
            .With(MaybeAny<VirtiofsCache>(), (d, v) => d with { Cache = v })
            .With(MaybeAny<VirtiofsSandbox>(), (d, v) => d with { Sandbox = v })
            .With(MaybeBool, (d, v) => d with { PosixLocks = v })
            .With(MaybeBool, (d, v) => d with { Flocks = v })
            .With(MaybeNumber(0, 64), (d, v) => d with { Threads = v });
}
