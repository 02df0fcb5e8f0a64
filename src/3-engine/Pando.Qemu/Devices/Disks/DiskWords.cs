using Pando.Model.Domains.Devices;

namespace Pando.Qemu.Devices;

/// <summary>QEMU's words for what a disk's driver is told.</summary>
internal static class DiskWords
{
    public static string? Aio(DiskIo? io) => io switch
    {
        null => null,
        DiskIo.IoUring => "io_uring",
        DiskIo.Native => "native",
        _ => "threads",
    };

    public static string? Discard(DiskDiscard? discard) => discard switch
    {
        null => null,
        DiskDiscard.Unmap => "unmap",
        _ => "ignore",
    };

    public static string? Zeroes(DetectZeroes? detect, DiskDiscard? discard) => detect switch
    {
        null => null,
        // QEMU takes "unmap" only where discards are let through.
        DetectZeroes.Unmap when discard == DiskDiscard.Unmap => "unmap",
        DetectZeroes.Off => "off",
        _ => "on",
    };

    public static string? Policy(DiskErrorPolicy? policy) => policy switch
    {
        null => null,
        DiskErrorPolicy.NoSpace => "enospc",
        DiskErrorPolicy.Stop => "stop",
        DiskErrorPolicy.Report => "report",
        _ => "ignore",
    };
}
