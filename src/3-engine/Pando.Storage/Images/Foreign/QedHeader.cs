using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;

namespace Pando.Storage.Images.Foreign;

/// <summary>The header of QEMU's enhanced disk (QEMU's docs/interop/qed_spec.txt): all numbers have their low byte first.</summary>
internal static class QedHeader
{
    private const int Length = 64;
    private const ulong HasBacking = 1 << 0;
    private const ulong BackingIsRaw = 1 << 2;

    /// <summary>What it stands on, whose format it says only where that is raw; null where it is whole.</summary>
    public static NamedBelow? Below(string path, SafeFileHandle file)
    {
        var header = ForeignImage.Read(file, 0, Length);
        if (header.Length < Length || !header.AsSpan(0, 4).SequenceEqual("QED\0"u8))
        {
            throw ForeignImage.NoSuchImage(path, "qed");
        }
        var features = BinaryPrimitives.ReadUInt64LittleEndian(header.AsSpan(16));
        return (features & HasBacking) == 0
            ? null
            : new NamedBelow(
                ForeignImage.Name(path, "qed", file, BinaryPrimitives.ReadUInt32LittleEndian(header.AsSpan(56)), BinaryPrimitives.ReadUInt32LittleEndian(header.AsSpan(60))),
                (features & BackingIsRaw) != 0 ? "raw" : null);
    }
}
