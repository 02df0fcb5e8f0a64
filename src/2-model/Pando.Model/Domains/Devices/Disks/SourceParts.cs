namespace Pando.Model.Domains.Devices;

/// <summary>A part of a disk's source.</summary>
/// <param name="Offset">Where it begins, in bytes.</param>
/// <param name="Size">How long it is, in bytes.</param>
public sealed record SourceSlice(long Offset, long Size);

/// <summary>Whether a lost connection to a server is made anew.</summary>
/// <param name="Enabled">Whether it is; null leaves it open.</param>
/// <param name="Seconds">How long to wait between two attempts.</param>
public sealed record SourceReconnect(bool? Enabled, int? Seconds);

/// <summary>How persistent reservations (SCSI) of the guest reach the device: through qemu-pr-helper.</summary>
/// <param name="Managed">Whether the helper belongs to this machine and is started with it.</param>
/// <param name="SocketPath">The socket of one that runs already.</param>
public sealed record SourceReservations(bool Managed, string? SocketPath = null);

/// <summary>What happens at a start when a disk's source is not there.</summary>
public enum StartupPolicy
{
    /// <summary>The start fails.</summary>
    Mandatory,

    /// <summary>The start fails; after a migration the medium is left out.</summary>
    Requisite,

    /// <summary>The medium is left out.</summary>
    Optional,
}

/// <summary>A secret, by its uuid or by what it is used for.</summary>
/// <param name="Id">Its uuid; null where it is named by its use.</param>
/// <param name="Usage">What it is used for; null where it is named by its uuid.</param>
public sealed record SecretReference(Guid? Id, string? Usage)
{
    /// <summary>The uuid, or the use.</summary>
    public override string ToString() => Id?.ToString() ?? Usage ?? "";
}
