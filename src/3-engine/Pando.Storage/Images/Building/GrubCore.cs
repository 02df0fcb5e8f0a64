using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;

namespace Pando.Storage.Images.Building;

/// <summary>
/// Puts GRUB's two parts for BIOS machines onto a disk: boot.img into the MBR and core.img into a partition of its own.
/// The places where each names the next are those of GRUB's own grub-setup (kern/i386/pc, boot.h).
/// </summary>
internal static class GrubCore
{
    private const int BootCodeBytes = 440;
    private const int KernelSectorAt = 0x5C;
    private const int BootDriveAt = 0x64;
    private const int DriveCheckAt = 0x66;
    private const int BlockListAt = 500;
    private const int LoadSegment = 0x0820;

    /// <summary>Writes both.</summary>
    /// <param name="disk">The disk.</param>
    /// <param name="boot">boot.img, 512 bytes.</param>
    /// <param name="core">core.img.</param>
    /// <param name="firstSector">Where its partition begins.</param>
    /// <param name="sectorCount">How large that is.</param>
    public static void Write(SafeFileHandle disk, byte[] boot, byte[] core, long firstSector, long sectorCount)
    {
        var sectors = (core.Length + GptTable.SectorBytes - 1) / GptTable.SectorBytes;
        if (sectors > sectorCount || boot.Length != GptTable.SectorBytes)
        {
            throw new InvalidOperationException($"GRUB's core image has {sectors} sectors, its partition {sectorCount}; its boot image has {boot.Length} bytes.");
        }
        BinaryPrimitives.WriteInt64LittleEndian(boot.AsSpan(KernelSectorAt), firstSector);
        // The drive that the BIOS says it booted from; and no check of it, which old BIOSes needed.
        boot[BootDriveAt] = 0xFF;
        boot.AsSpan(DriveCheckAt, 2).Fill(0x90);
        // Its first sector loads the others: where they begin, how many, and to which segment.
        BinaryPrimitives.WriteInt64LittleEndian(core.AsSpan(BlockListAt), firstSector + 1);
        BinaryPrimitives.WriteUInt16LittleEndian(core.AsSpan(BlockListAt + 8), (ushort)(sectors - 1));
        BinaryPrimitives.WriteUInt16LittleEndian(core.AsSpan(BlockListAt + 10), LoadSegment);
        RandomAccess.Write(disk, boot.AsSpan(0, BootCodeBytes), 0);
        RandomAccess.Write(disk, core, firstSector * GptTable.SectorBytes);
    }
}
