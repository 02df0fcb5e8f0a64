using System.Text.RegularExpressions;
using Pando.Libvirt;
using Pando.Libvirt.Protocol;
using Pando.Model.Errors;

namespace Pando.LibvirtServer.Errors;

/// <summary>What libvirt says of the same mistakes: its tools, and scripts around them, know them by these numbers and words.</summary>
internal static partial class LibvirtWords
{
    // The words of a code with its facts in braces; null: Pando's own sentence under libvirt's number.
    private static readonly Dictionary<ErrorCode, (LibvirtErrorNumber Number, string? Words)> Known = new()
    {
        [ErrorCodes.Domain.NotFound] = (LibvirtErrorNumber.NoDomain, null),
        [ErrorCodes.Domain.NoSuchIoThread] = (LibvirtErrorNumber.InvalidArg, "cannot find IOThread '{thread}' in iothreadids list"),
        [ErrorCodes.Domain.NoSuchDisplay] = (LibvirtErrorNumber.InternalError, "No graphics backend with index {display}"),
        [ErrorCodes.Domain.NoHotPlugPlace] = (LibvirtErrorNumber.InternalError, null),
        [ErrorCodes.Domain.VcpusEmulated] = (LibvirtErrorNumber.OperationUnsupported, null),
        [ErrorCodes.Domain.VcpuStays] = (LibvirtErrorNumber.OperationUnsupported, null),
        [ErrorCodes.Domain.OnlyInDefinition] = (LibvirtErrorNumber.OperationInvalid, null),
        [ErrorCodes.Agent.NoChannel] = (LibvirtErrorNumber.ArgumentUnsupported, "QEMU guest agent is not configured"),
        [ErrorCodes.Agent.NotConnected] = (LibvirtErrorNumber.AgentUnresponsive, "QEMU guest agent is not connected"),
        [ErrorCodes.Save.NoManaged] = (LibvirtErrorNumber.OperationInvalid, "domain does not have managed save image"),
        [ErrorCodes.Save.OfAnother] = (
            LibvirtErrorNumber.OperationFailed, "cannot restore domain '{name}' uuid {uuid} from a file which belongs to domain '{other}' uuid {others}"),
        [ErrorCodes.Save.Unwritable] = (LibvirtErrorNumber.SystemError, "Failed to create file '{path}': {reason}"),
        [ErrorCodes.Qemu.OtherArchitecture] = (LibvirtErrorNumber.ConfigUnsupported, "unable to find any emulator to serve '{architecture}' architecture"),
        [ErrorCodes.Qemu.NoKvm] = (LibvirtErrorNumber.InvalidArg, "the accel 'kvm' is not supported by '{path}' on this host"),
        [ErrorCodes.Qemu.UnknownMachine] = (LibvirtErrorNumber.InvalidArg, "the machine '{machine}' is not supported by emulator '{path}'"),
        [ErrorCodes.Host.NoInformation] = (LibvirtErrorNumber.ConfigUnsupported, "Host SMBIOS information is not available"),
        [ErrorCodes.Network.NotFound] = (LibvirtErrorNumber.NoNetwork, null),
        [ErrorCodes.Network.ElementTaken] = (LibvirtErrorNumber.OperationInvalid, null),
        [ErrorCodes.NetworkFilter.NoBinding] = (LibvirtErrorNumber.NoNwfilterBinding, null),
        [ErrorCodes.HostNetwork.NoSuchDevice] = (LibvirtErrorNumber.NoInterface, null),
        [ErrorCodes.Secret.NotFound] = (LibvirtErrorNumber.NoSecret, null),
        [ErrorCodes.Secret.NoValue] = (LibvirtErrorNumber.NoSecret, "secret '{name}' does not have a value"),
        [ErrorCodes.Storage.PathMissing] = (LibvirtErrorNumber.SystemError, "Failed to open file '{path}': No such file or directory"),
        [ErrorCodes.Storage.PoolNotFound] = (LibvirtErrorNumber.NoStoragePool, "no storage pool with matching name '{pool}'"),
        [ErrorCodes.Storage.PoolNotActive] = (LibvirtErrorNumber.OperationInvalid, "storage pool '{pool}' is not active"),
        [ErrorCodes.Storage.PoolActive] = (LibvirtErrorNumber.OperationInvalid, "storage pool '{pool}' is already active"),
        [ErrorCodes.Storage.PoolNameTaken] = (LibvirtErrorNumber.OperationFailed, "pool '{pool}' already exists with uuid {uuid}"),
        [ErrorCodes.Storage.PoolUuidTaken] = (LibvirtErrorNumber.OperationFailed, "pool '{pool}' is already defined with uuid {uuid}"),
        [ErrorCodes.Storage.PoolPathTaken] = (LibvirtErrorNumber.OperationFailed, "Storage source conflict with pool: '{pool}'"),
        [ErrorCodes.Storage.PoolIsTransient] = (LibvirtErrorNumber.InternalError, "pool has no config file"),
        [ErrorCodes.Storage.PoolNotEmpty] = (LibvirtErrorNumber.SystemError, "failed to remove pool '{path}': Directory not empty"),
        [ErrorCodes.Storage.VolumeNotFound] = (LibvirtErrorNumber.NoStorageVol, "no storage vol with matching name '{name}'"),
        [ErrorCodes.Storage.VolumeExists] = (LibvirtErrorNumber.StorageVolExist, "{name}"),
        [ErrorCodes.Storage.BadFormat] = (LibvirtErrorNumber.ConfigUnsupported, "unknown volume format type {format}"),
        [ErrorCodes.Storage.DiskFull] = (LibvirtErrorNumber.SystemError, "cannot write to '{path}': No space left on device"),
        [ErrorCodes.Storage.ShrinkRefused] = (LibvirtErrorNumber.InvalidArg, "Can't shrink capacity below current capacity: it would cut off what is there"),
    };

    /// <summary>libvirt's number for it, and its words where it has some; null for what it has no number of its own for.</summary>
    public static (LibvirtErrorNumber Number, string? Words)? Of(PandoException failure) =>
        failure.Code == ErrorCodes.Storage.BadName && Fact(failure, "name").Contains('/', StringComparison.Ordinal)
            ? (LibvirtErrorNumber.OperationInvalid, $"volume name '{Fact(failure, "name")}' cannot contain '/'")
            : Known.TryGetValue(failure.Code, out var known)
                ? (known.Number, known.Words is null ? null : Facts().Replace(known.Words, found => Fact(failure, found.Groups["name"].Value)))
                : null;

    private static string Fact(PandoException failure, string name) => failure.Facts.FirstOrDefault(fact => fact.Name == name).Value ?? "";

    [GeneratedRegex(@"\{(?<name>\w{1,20})\}", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Facts();
}
