using Pando.Libvirt;
using Pando.Libvirt.Protocol;
using Pando.Model.Errors;

namespace Pando.LibvirtServer.Errors;

/// <summary>What libvirt says of the same mistakes with pools and volumes: its tools, and scripts around them, know them by these words.</summary>
internal static class StorageWords
{
    /// <summary>The number and the words; null for what libvirt has no word of its own for.</summary>
    public static (LibvirtErrorNumber Number, string Words)? Of(PandoException failure)
    {
        var code = failure.Code;
        return code == ErrorCodes.Storage.PoolNotFound ? (LibvirtErrorNumber.NoStoragePool, $"no storage pool with matching name '{Fact(failure, "pool")}'")
            : code == ErrorCodes.Storage.PoolNotActive ? (LibvirtErrorNumber.OperationInvalid, $"storage pool '{Fact(failure, "pool")}' is not active")
            : code == ErrorCodes.Storage.PoolActive ? (LibvirtErrorNumber.OperationInvalid, $"storage pool '{Fact(failure, "pool")}' is already active")
            : code == ErrorCodes.Storage.PoolNameTaken ? (LibvirtErrorNumber.OperationFailed, $"pool '{Fact(failure, "pool")}' already exists with uuid {Fact(failure, "uuid")}")
            : code == ErrorCodes.Storage.PoolUuidTaken ? (LibvirtErrorNumber.OperationFailed, $"pool '{Fact(failure, "pool")}' is already defined with uuid {Fact(failure, "uuid")}")
            : code == ErrorCodes.Storage.PoolPathTaken ? (LibvirtErrorNumber.OperationFailed, $"Storage source conflict with pool: '{Fact(failure, "pool")}'")
            : code == ErrorCodes.Storage.PoolIsTransient ? (LibvirtErrorNumber.InternalError, "pool has no config file")
            : code == ErrorCodes.Storage.PoolNotEmpty ? (LibvirtErrorNumber.SystemError, $"failed to remove pool '{Fact(failure, "path")}': Directory not empty")
            : code == ErrorCodes.Storage.VolumeNotFound ? (LibvirtErrorNumber.NoStorageVol, $"no storage vol with matching name '{Fact(failure, "name")}'")
            : code == ErrorCodes.Storage.VolumeExists ? (LibvirtErrorNumber.StorageVolExist, Fact(failure, "name"))
            : code == ErrorCodes.Storage.BadFormat ? (LibvirtErrorNumber.ConfigUnsupported, $"unknown volume format type {Fact(failure, "format")}")
            : code == ErrorCodes.Storage.DiskFull ? (LibvirtErrorNumber.SystemError, $"cannot write to '{Fact(failure, "path")}': No space left on device")
            : code == ErrorCodes.Storage.ShrinkRefused
                ? (LibvirtErrorNumber.InvalidArg, "Can't shrink capacity below current capacity: it would cut off what is there")
            : code == ErrorCodes.Storage.BadName && Fact(failure, "name").Contains('/', StringComparison.Ordinal)
                ? (LibvirtErrorNumber.OperationInvalid, $"volume name '{Fact(failure, "name")}' cannot contain '/'")
            : null;
    }

    private static string Fact(PandoException failure, string name) => failure.Facts.FirstOrDefault(fact => fact.Name == name).Value ?? "";
}
