using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;

namespace Pando.Storage.Images;

/// <summary>
/// What the header of a qcow2 image says (QEMU's docs/interop/qcow2.txt). The file may have been written by a guest that
/// wants to harm: nothing in it is believed before it was checked, and nothing beyond the first cluster is read.
/// </summary>
/// <param name="Version">2 or 3.</param>
/// <param name="VirtualSize">What the guest sees, in bytes.</param>
/// <param name="ClusterSize">Bytes a cluster.</param>
/// <param name="BackingFile">The backing image as it is written there; null where there is none.</param>
/// <param name="BackingFormat">The format of the backing image; null where it is not said.</param>
/// <param name="Encryption">How the clusters are encrypted.</param>
/// <param name="HasExternalData">Whether the data are in another file.</param>
/// <param name="DataFile">The name of that other file, where it is said.</param>
/// <param name="IsDirty">Whether it was not closed properly.</param>
/// <param name="IsCorrupt">Whether QEMU marked it as corrupt.</param>
/// <param name="SnapshotCount">Internal snapshots.</param>
public sealed record Qcow2Header(
    int Version, long VirtualSize, int ClusterSize, string? BackingFile, string? BackingFormat, Qcow2Encryption Encryption,
    bool HasExternalData, string? DataFile, bool IsDirty, bool IsCorrupt, int SnapshotCount)
{
    /// <summary>The first four bytes of every qcow2 image.</summary>
    public static ReadOnlySpan<byte> Magic => [0x51, 0x46, 0x49, 0xfb];

    private const int Version2Length = 72;
    private const int Version3Length = 104;
    private const int LongestBackingName = 1023;
    private const int LongestFormatName = 64;
    private const int LongestDataName = 1023;

    private const ulong Dirty = 1 << 0;
    private const ulong Corrupt = 1 << 1;
    private const ulong ExternalData = 1 << 2;
    private const ulong CompressionType = 1 << 3;
    private const ulong ExtendedL2 = 1 << 4;
    private const ulong Known = Dirty | Corrupt | ExternalData | CompressionType | ExtendedL2;

    /// <summary>Reads the header of an open file.</summary>
    /// <exception cref="Qcow2FormatException">It is none, or one that QEMU would not open either.</exception>
    public static Qcow2Header Read(SafeFileHandle file)
    {
        const int usualLength = 4096;
        var start = ReadStart(file, usualLength);
        try
        {
            return Parse(start);
        }
        catch (Qcow2FormatException cut) when (cut.NeededBytes is { } needed && start.Length == usualLength)
        {
            return Parse(ReadStart(file, needed));
        }
    }

    /// <summary>Reads the header at the start of a file.</summary>
    /// <param name="start">The first cluster, or as much of it as there is.</param>
    /// <exception cref="Qcow2FormatException">It is none, or it is wrong, or more of the file is needed.</exception>
    public static Qcow2Header Parse(ReadOnlySpan<byte> start)
    {
        Require(start.Length >= Version2Length && start[..4].SequenceEqual(Magic), "qcow2-magic");
        var version = BinaryPrimitives.ReadUInt32BigEndian(start[4..]);
        Require(version is 2 or 3, "qcow2-version");
        Require(version == 2 || start.Length >= Version3Length, "qcow2-cut-off");
        var clusterBits = BinaryPrimitives.ReadUInt32BigEndian(start[20..]);
        Require(clusterBits is >= 9 and <= 21, "qcow2-cluster-size");
        var clusterSize = 1 << (int)clusterBits;
        var virtualSize = BinaryPrimitives.ReadUInt64BigEndian(start[24..]);
        // QEMU's own limit: sizes are signed, and whole sectors.
        Require(virtualSize <= long.MaxValue / 512 * 512, "qcow2-size");
        var encryption = BinaryPrimitives.ReadUInt32BigEndian(start[32..]);
        Require(encryption <= (uint)Qcow2Encryption.Luks, "qcow2-encryption");
        var snapshots = BinaryPrimitives.ReadUInt32BigEndian(start[60..]);
        Require(snapshots <= 65536, "qcow2-snapshots");

        var features = version == 2 ? 0 : BinaryPrimitives.ReadUInt64BigEndian(start[72..]);
        Require((features & ~Known) == 0, "qcow2-feature");
        var headerLength = version == 2 ? Version2Length : BinaryPrimitives.ReadUInt32BigEndian(start[100..]);
        Require(headerLength >= (version == 2 ? Version2Length : Version3Length) && headerLength % 8 == 0 && headerLength <= (uint)clusterSize,
            "qcow2-header-length");

        var backingOffset = BinaryPrimitives.ReadUInt64BigEndian(start[8..]);
        var backing = ReadBackingName(start, backingOffset, BinaryPrimitives.ReadUInt32BigEndian(start[16..]), headerLength, clusterSize);
        var end = backing is null ? (ulong)clusterSize : backingOffset;
        var extensions = Qcow2Extensions.Read(start, (int)headerLength, (int)end, LongestFormatName, LongestDataName);
        return new Qcow2Header(
            (int)version, (long)virtualSize, clusterSize, backing, extensions.BackingFormat, (Qcow2Encryption)encryption,
            (features & ExternalData) != 0, extensions.DataFile, (features & Dirty) != 0, (features & Corrupt) != 0, (int)snapshots);
    }

    private static string? ReadBackingName(ReadOnlySpan<byte> start, ulong offset, uint length, uint headerLength, int clusterSize)
    {
        if (offset == 0)
        {
            return null;
        }
        Require(length is > 0 and <= LongestBackingName, "qcow2-backing-length");
        Require(offset >= headerLength && offset <= (ulong)clusterSize && offset + length <= (ulong)clusterSize, "qcow2-backing-outside");
        RequireBytes(start, (int)offset + (int)length);
        return Qcow2Extensions.Text(start.Slice((int)offset, (int)length));
    }

    internal static void Require(bool condition, string key)
    {
        if (!condition)
        {
            throw new Qcow2FormatException(key);
        }
    }

    internal static void RequireBytes(ReadOnlySpan<byte> start, int count)
    {
        if (start.Length < count)
        {
            throw new Qcow2FormatException("qcow2-cut-off") { NeededBytes = count };
        }
    }

    private static byte[] ReadStart(SafeFileHandle file, int count)
    {
        var bytes = new byte[count];
        var filled = 0;
        int read;
        while (filled < count && (read = RandomAccess.Read(file, bytes.AsSpan(filled), filled)) > 0)
        {
            filled += read;
        }
        return filled == count ? bytes : bytes[..filled];
    }
}

/// <summary>How a qcow2 image encrypts its clusters.</summary>
public enum Qcow2Encryption
{
    /// <summary>Not at all.</summary>
    None = 0,

    /// <summary>The old AES scheme, which QEMU no longer runs guests from.</summary>
    Aes = 1,

    /// <summary>LUKS.</summary>
    Luks = 2,
}

/// <summary>A file is no usable qcow2 image; the message is the reason's key.</summary>
public sealed class Qcow2FormatException(string key) : Exception(key)
{
    /// <summary>Why.</summary>
    internal Reason Reason { get; } = new(key);

    /// <summary>How many bytes of the file's start are needed to know more; null when more would not help.</summary>
    internal int? NeededBytes { get; init; }
}
